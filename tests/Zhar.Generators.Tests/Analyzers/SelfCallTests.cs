using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class SelfCallTests
{
    [Theory]
    [InlineData("[|new Ref(Self).Get()|]")]
    [InlineData("[|Ref.At(Self).Get()|]")]
    [InlineData("[|new Ref(Name).TryGet()|]")]
    [InlineData("[|((Ref)Name).Get()|]")]
    [InlineData("[|new Ref(Process.Self).Get()|]")]
    [InlineData("[|new Ref(Ref.DefaultName).Get()|]")]
    public Task A_call_to_oneself_is_reported(string call) => Reports($"[Cast] private async ValueTask M() => await {call};");

    [Fact]
    public Task A_call_by_way_of_a_local_is_reported() => Reports("[Cast] private async ValueTask M() { Ref me = new(Self); await [|me.Get()|]; }");

    [Theory]
    [InlineData("[Cast] private void M() => new Ref(Self).Put(1);")]
    [InlineData("[Cast] private async ValueTask M(Ref other) => await other.Get();")]
    [InlineData("[Cast] private void M() => Process.Spawn(async _ => await new Ref(Self).Get());")]
    [InlineData("public static async Task Use() => await new Ref(Name).Get();")]
    [InlineData("[Cast] private async ValueTask M() => await new Other.Ref(Other.Name).Get();")]
    public Task Casts_and_calls_to_others_are_fine(string member) => Reports(member);

    [Theory]
    [InlineData("[Cast] private async ValueTask M() { await Task.Yield(); var n = await new Ref(Self).Get(); }", "[Cast] private async ValueTask M() { await Task.Yield(); var n = Get(); }")]
    [InlineData("[Cast] private async ValueTask M() => await new Ref(Self).Slow(2);", "[Cast] private async ValueTask M() => await Slow(2);")]
    public Task The_fix_calls_the_method(string before, string after) => Analyzed.Fixes<SelfCallAnalyzer, SelfCallFix>("ZHAR0008", Server(before), Server(after));

    [Theory]
    [InlineData("[Cast] private async ValueTask M() => await new Ref(Self).Later();")]
    [InlineData("[Cast] private async ValueTask M() => await new Ref(Self).Slow(1, TimeSpan.Zero);")]
    public Task A_call_without_a_direct_counterpart_has_no_fix(string member) => Analyzed.OffersNothing<SelfCallAnalyzer, SelfCallFix>("ZHAR0008", Server(member));

    private static Task Reports(string member) => Analyzed.Reports<SelfCallAnalyzer>("ZHAR0008", Server(member));

    private static string Server(string member) => $$"""
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            [Call] private int Get() => State;
            [Call] private async ValueTask<int> Slow(int a) { await Task.Yield(); return a; }
            [Call] private void Later(From<int> from) { }
            [Cast] private void Put(int n) => State = n;
            {{member}}
        }
        public sealed partial class Other : GenServer<int> { private Init<int> Init() => Ok(0); [Call] private int Get() => State; }
        """;
}
