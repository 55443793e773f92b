using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Analyzers;

namespace Zhar.Data.Tests.Generators;

/// <summary>What a repo returns is Ok or Invalid: a switch over both needs no further arm.</summary>
public sealed class ClosedSetTests
{
    [Theory]
    [InlineData("Ok<User>(var user) => user.Id, Invalid<User>(var changeset) => changeset.Errors.Count", false)]
    [InlineData("Ok<User> => 1, Invalid<User> => 2", false)]
    [InlineData("Ok<User> => 1, Error<User> => 2", false)]
    [InlineData("Ok<User> => 1", true)]
    [InlineData("Invalid<User> => 2", true)]
    [InlineData("Ok<User> => 1, Invalid<User> { Changeset.IsValid: false } => 2", true)]
    public async Task A_switch_over_what_a_repo_returns_warns_only_when_a_case_is_missing(string arms, bool warns)
    {
        var compilation = Sources.Generate(Sources.Compile($$"""
            [Schema("users")] public partial record User { [PrimaryKey] public int Id { get; init; } }
            public static class Page { public static int Show(Result<User> result) => result switch { {{arms}} }; }
            """));
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, reportSuppressedDiagnostics: true);

        var found = await compilation.WithAnalyzers([new ClosedSetSuppressor()], options).GetAllDiagnosticsAsync();

        Assert.Equal(warns ? ["CS8509"] : [], found.Where(d => !d.IsSuppressed && d.Severity >= DiagnosticSeverity.Warning).Select(d => d.Id));
    }
}
