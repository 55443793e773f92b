using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

/// <summary>The pages under docs/analyzers: each rule has one, and its examples behave as they say.</summary>
public sealed class RulePageTests
{
    private static readonly DiagnosticAnalyzer[] All =
    [
        new ServerShapeAnalyzer(), new BlockingCallAnalyzer(), new SelfCallAnalyzer(), new MutableMessageAnalyzer(), new AsyncVoidAnalyzer(), new StateOutsideStateAnalyzer(),
        new StaticSubscriptionAnalyzer(), new DynamicCodeAnalyzer(), new ReflectionJsonAnalyzer(), new TimerOrThreadAnalyzer(), new SwallowedExitAnalyzer(),
        new TerminateWithoutTrapExitAnalyzer(), new ThreadStaticAnalyzer(),
    ];

    public static TheoryData<string> Ids => [.. All.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_bad_example_is_reported_and_the_good_one_by_no_rule(string id)
    {
        var examples = Examples(id);
        Assert.Equal(2, examples.Count);

        Assert.Contains(id, await Analyzed.Ids(All, examples[0]));
        Assert.Empty(await Analyzed.Ids(All, examples[1]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_title_is_the_rules(string id)
    {
        var rule = All.SelectMany(a => a.SupportedDiagnostics).Single(d => d.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", Page(id).Split('\n')[0].TrimEnd());
        Assert.EndsWith($"docs/analyzers/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "docs/analyzers/ZHAR0001.md")]
    [InlineData("", "docs/analyzers/ZHAR0001.md")]
    [InlineData("https://example.org/zhar", "https://example.org/zhar/blob/main/docs/analyzers/ZHAR0001.md")]
    [InlineData("https://example.org/zhar.git", "https://example.org/zhar/blob/main/docs/analyzers/ZHAR0001.md")]
    [InlineData("https://example.org/zhar/", "https://example.org/zhar/blob/main/docs/analyzers/ZHAR0001.md")]
    public void The_link_to_a_page_begins_with_the_address_of_the_repository_if_it_has_one(string? repository, string link) =>
        Assert.Equal(link, RulePage.Of(repository, "ZHAR0001"));

    [Fact]
    public async Task The_page_of_the_suppressor_shows_a_gap_and_none()
    {
        var examples = Examples("ZHAR0018");

        Assert.Equal(["CS8509"], await Analyzed.CompilerWarnings(new ClosedSetSuppressor(), examples[0]));
        Assert.Empty(await Analyzed.CompilerWarnings(new ClosedSetSuppressor(), examples[1]));
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", id + ".md"));

    private static List<string> Examples(string id) => [.. Page(id).Split("```csharp").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
}
