using Microsoft.CodeAnalysis;

namespace Zhar.Web.Tests.Generators;

/// <summary>The pages under docs/analyzers: each rule of controllers and routes has one, and its examples behave as they say.</summary>
public sealed class RulePageTests
{
    public static TheoryData<string> Ids => [.. WebSources.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Distinct()];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_bad_example_is_reported_and_the_good_one_compiles(string id)
    {
        var examples = Page(id).Split("```csharp").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, examples.Count);

        Assert.Equal([id], (await WebSources.Analyze(examples[0])).Select(d => d.Id).Distinct());
        Assert.Empty(await WebSources.Analyze(examples[1]));
        Assert.Empty(WebSources.Problems(examples[1]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_is_the_rules(string id)
    {
        var rule = WebSources.Analyzers.SelectMany(a => a.SupportedDiagnostics).First(d => d.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", Page(id).Split('\n')[0].TrimEnd());
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", id + ".md"));
}
