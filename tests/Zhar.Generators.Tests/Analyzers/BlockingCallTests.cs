using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class BlockingCallTests
{
    [Theory]
    [InlineData("[Call] private int M(Task<int> t) => [|t.Result|];")]
    [InlineData("[Call] private int M(ValueTask<int> t) => [|t.Result|];")]
    [InlineData("[Cast] private void M(Task t) => [|t.Wait()|];")]
    [InlineData("[Cast] private void M(Task t) => [|Task.WaitAll(t)|];")]
    [InlineData("[Cast] private void M(Task t) => [|t.GetAwaiter().GetResult()|];")]
    [InlineData("[Call] private int M(ValueTask<int> t) => [|t.ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("[Cast] private void M() => [|Thread.Sleep(10)|];")]
    [InlineData("[Cast] private void M(ManualResetEvent e) => [|e.WaitOne()|];")]
    [InlineData("private void Helper(SemaphoreSlim s) => [|s.Wait()|];")]
    public Task Waiting_without_await_is_reported(string member) => Analyzed.Reports<BlockingCallAnalyzer>("ZHAR0007", Server(member));

    [Theory]
    [InlineData("[Call] private int M(ValueTask<int> t) => t.IsCompletedSuccessfully ? t.Result : 0;")]
    [InlineData("[Call] private int M(Task<int> t) { if (t.IsCompleted) { return t.Result; } return 0; }")]
    [InlineData("[Cast] private void M() => Task.Run(() => Thread.Sleep(10));")]
    [InlineData("public static void Main2(Task t) => t.Wait();")]
    [InlineData("[Call] private object M(Answer a) => a.Result; public sealed record Answer(int Result);")]
    public Task What_does_not_block_the_server_is_fine(string member) => Analyzed.Reports<BlockingCallAnalyzer>("ZHAR0007", Server(member));

    [Theory]
    [InlineData("[Call] private int M(Task<int> t) => t.Result + 1;", "[Call] private async ValueTask<int> M(Task<int> t) => (await t) + 1;")]
    [InlineData("[Cast] private void M(Task t) => t.Wait();", "[Cast] private async ValueTask M(Task t) => await t;")]
    [InlineData("[Call] private async Task<int> M(Task<int> t) { return t.GetAwaiter().GetResult(); }", "[Call] private async Task<int> M(Task<int> t) { return await t; }")]
    [InlineData("[Cast] private void M() { Thread.Sleep(10); }", "[Cast] private async ValueTask M() { await Process.Delay(TimeSpan.FromMilliseconds(10)); }")]
    [InlineData("[Info] private Next M(Down d) { Thread.Sleep(TimeSpan.Zero); return Proceed; }", "[Info] private async ValueTask<Next> M(Down d) { await Process.Delay(TimeSpan.Zero); return Proceed; }")]
    public Task The_fix_awaits(string before, string after) =>
        Analyzed.Fixes<BlockingCallAnalyzer, BlockingCallFix>("ZHAR0007", Server(before), Server(after));

    [Theory]
    [InlineData("private int Helper(Task<int> t) => t.Result;")]
    [InlineData("[Call] private ValueTask<int> M(Task<int> t) => new(t.Result);")]
    [InlineData("[Cast] private void M(SemaphoreSlim s) => s.Wait();")]
    public Task A_place_whose_callers_would_change_has_no_fix(string member) =>
        Analyzed.OffersNothing<BlockingCallAnalyzer, BlockingCallFix>("ZHAR0007", Server(member));

    private static string Server(string member) => $"public sealed partial class S : GenServer<int> {{ private Init<int> Init() => Ok(0); {member} }}";
}
