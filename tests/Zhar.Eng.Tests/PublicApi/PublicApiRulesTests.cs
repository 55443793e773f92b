using Microsoft.CodeAnalysis;
using Xunit;

namespace Zhar.Eng.Tests.PublicApi;

/// <summary>What every public member keeps to.</summary>
public sealed class PublicApiRulesTests(BuiltLibraries libraries) : IClassFixture<BuiltLibraries>
{
    [Fact]
    public void No_field_can_be_assigned() =>
        Assert.Empty(Named(libraries.All.Members.OfType<IFieldSymbol>().Where(static f => !f.IsConst && !f.IsReadOnly)));

    [Fact]
    public void A_token_of_cancellation_comes_last_and_has_the_name_that_readers_know() =>
        Assert.Empty(Named(Methods.Where(static m => m.Parameters.Any(IsToken) && (m.Parameters.Last(static p => !IsFilledIn(p)) is not { Name: "cancellationToken" } last || !IsToken(last)))));

    [Fact]
    public void What_the_compiler_fills_in_need_not_be_written() =>
        Assert.Empty(Named(Methods.Where(static m => m.Parameters.Any(static p => IsFilledIn(p) && !p.IsOptional))));

    [Fact]
    public void Nobody_waits_in_a_method_without_a_task() =>
        Assert.Empty(Named(Methods.Where(static m => m.ReturnsVoid && m.Parameters.Any(IsToken))));

    private IEnumerable<IMethodSymbol> Methods => libraries.All.Members.OfType<IMethodSymbol>().Where(static m => m.MethodKind is MethodKind.Ordinary);

    private static bool IsToken(IParameterSymbol parameter) => parameter.Type.Name == "CancellationToken";

    private static bool IsFilledIn(IParameterSymbol parameter) => parameter.GetAttributes().Any(static a => a.AttributeClass?.Name.StartsWith("Caller", StringComparison.Ordinal) == true);

    private static IEnumerable<string> Named(IEnumerable<ISymbol> members) => members.Select(static m => m.ToDisplayString());
}
