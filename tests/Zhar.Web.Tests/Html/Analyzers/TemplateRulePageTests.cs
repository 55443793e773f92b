using Zhar.Web.Generators;

namespace Zhar.Web.Tests.Templates.Analyzers;

/// <summary>The pages under docs/analyzers about templates: each rule has one, and its examples behave as they say.</summary>
public sealed class TemplateRulePageTests
{
    public static TheoryData<string> Rules => [.. new HtmlTemplateAnalyzer().SupportedDiagnostics.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_bad_example_is_reported_and_the_good_one_by_no_rule(string id)
    {
        var examples = Page(id).Split("```csharp").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, examples.Count);

        Assert.Equal([id], await AnalyzedTemplate.Ids(examples[0]));
        Assert.Empty(await AnalyzedTemplate.Ids(examples[1]));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_title_is_the_rules(string id)
    {
        var rule = new HtmlTemplateAnalyzer().SupportedDiagnostics.Single(d => d.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", Page(id).Split('\n')[0].TrimEnd());
        Assert.EndsWith($"docs/analyzers/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", id + ".md"));
}
