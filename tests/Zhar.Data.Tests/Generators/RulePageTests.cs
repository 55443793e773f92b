using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Data.Generators;

namespace Zhar.Data.Tests.Generators;

/// <summary>The pages under docs/analyzers: each rule has one, and its examples behave as they say.</summary>
public sealed class RulePageTests
{
    private static readonly DiagnosticAnalyzer[] All = [new SchemaAnalyzer(), new FieldSelectorAnalyzer()];

    public static TheoryData<string> Ids => [.. All.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_bad_example_is_reported_and_the_good_one_compiles(string id)
    {
        var examples = Page(id).Split("```csharp").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, examples.Count);

        Assert.Contains(id, (await Sources.Analyze(examples[0])).Select(d => d.Id));
        Assert.Empty(await Sources.Analyze(examples[1]));
        Assert.Empty(Sources.Problems(examples[1]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_is_the_rules(string id)
    {
        var rule = All.SelectMany(a => a.SupportedDiagnostics).Single(d => d.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", Page(id).Split('\n')[0].TrimEnd());
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", id + ".md"));
}
