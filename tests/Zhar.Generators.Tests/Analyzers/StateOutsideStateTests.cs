using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class StateOutsideStateTests
{
    [Theory]
    [InlineData("private int [|_count|]; [Call] private int M() => ++_count;")]
    [InlineData("private readonly List<int> [|_items|] = [];")]
    [InlineData("private static int [|Count|]; [Call] private int M() => ++Count;")]
    [InlineData("private int [|Count|] { get; set; }")]
    public Task A_member_that_changes_is_reported(string member) => Analyzed.Reports<StateOutsideStateAnalyzer>("ZHAR0011", Server(member));

    [Theory]
    [InlineData("private const int Limit = 1;")]
    [InlineData("private readonly IServiceProvider _services = null!;")]
    [InlineData("private static readonly TimeSpan Pause = TimeSpan.Zero;")]
    [InlineData("private int Double => State * 2;")]
    [InlineData("private int Double { get => State; set => State = value; }")]
    [InlineData("private string Label { get; } = \"\";")]
    public Task A_member_that_stays_is_fine(string member) => Analyzed.Reports<StateOutsideStateAnalyzer>("ZHAR0011", Server(member));

    [Fact]
    public Task A_captured_constructor_parameter_that_is_assigned_is_reported() => Analyzed.Reports<StateOutsideStateAnalyzer>(
        "ZHAR0011", "public sealed partial class S(int n) : GenServer<int> { private Init<int> Init() => Ok(n); [Cast] private void M() => [|n|] = 2; }");

    [Fact]
    public Task Fields_of_other_classes_are_no_concern() => Analyzed.Reports<StateOutsideStateAnalyzer>("ZHAR0011", "public class Plain { public int Count; }");

    private static string Server(string member) => $"public sealed partial class S : GenServer<int> {{ private Init<int> Init() => Ok(0); {member} }}";
}
