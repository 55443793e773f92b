using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class ClosedSetTests
{
    [Theory]
    [InlineData("Result<int> r", "Ok<int> ok => ok.Value, Error<int> => 0")]
    [InlineData("Result<int> r", "Ok<int>(var v) => v, Error<int>(_) => 0")]
    [InlineData("Result<int> r", "Ok<int> { Value: var v } => v, Error<int> or null => 0")]
    [InlineData("Result<int> r", "Ok<int>(> 5) => 5, Ok<int> => 1, Error<int> => 0")]
    [InlineData("StartResult r", "Started => 1, Ignored or StartFailed => 0")]
    public async Task A_switch_over_every_type_of_a_closed_set_has_no_warning(string parameter, string arms) =>
        Assert.Empty(await Warnings(parameter, arms));

    [Theory]
    [InlineData("Result<int> r", "Ok<int> ok => ok.Value")]
    [InlineData("Result<int> r", "Ok<int>(> 5) => 5, Error<int> => 0")]
    [InlineData("Result<int> r", "Ok<int> ok when ok.Value > 5 => 5, Error<int> => 0")]
    [InlineData("StartResult r", "Started => 1, Ignored => 0")]
    [InlineData("Shape r", "Square => 1")]
    public async Task A_switch_with_a_gap_keeps_its_warning(string parameter, string arms) =>
        Assert.Equal(["CS8509"], await Warnings(parameter, arms));

    private static Task<List<string>> Warnings(string parameter, string arms) => Analyzed.CompilerWarnings(
        new ClosedSetSuppressor(),
        $"public abstract record Shape; public sealed record Square : Shape; public static class A {{ public static int M({parameter}) => r switch {{ {arms} }}; }}");
}
