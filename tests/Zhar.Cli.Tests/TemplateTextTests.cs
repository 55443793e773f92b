using Zhar.Cli.Commands;
using Zhar.Cli.Names;
using Zhar.Cli.Output;
using Zhar.Cli.Templates;

namespace Zhar.Cli.Tests;

public sealed class TemplateTextTests
{
    private static readonly Dictionary<string, bool> Symbols = new() { ["yes"] = true, ["no"] = false };

    [Theory]
    [InlineData("yes", true)]
    [InlineData("!yes", false)]
    [InlineData("(yes && !no)", true)]
    [InlineData("no || yes", true)]
    [InlineData("no && no || yes", true)]
    [InlineData("no && (no || yes)", false)]
    public void Conditions_are_read_as_in_code(string condition, bool expected) => Assert.Equal(expected, Condition.Eval(condition, Symbols));

    [Theory]
    [InlineData("maybe")]
    [InlineData("yes no")]
    [InlineData("(yes")]
    [InlineData("")]
    public void A_condition_that_cannot_be_read_is_an_error(string condition) => Assert.Throws<CliException>(() => Condition.Eval(condition, Symbols));

    [Theory]
    [InlineData("a\n#if (yes)\nb\n#endif\nc", "a\nb\nc")]
    [InlineData("a\n#if (no)\nb\n#else\nc\n#endif", "a\nc")]
    [InlineData("#if (no)\na\n#elif (yes)\nb\n#else\nc\n#endif", "b")]
    [InlineData("#if (yes)\n#if (no)\na\n#endif\nb\n#endif", "b")]
    [InlineData("#if (no)\n#if (yes)\na\n#endif\n#else\nb\n#endif", "b")]
    [InlineData("  <!--#if (no) -->\na\n  <!--#endif -->\nb", "b")]
    [InlineData("//#if (yes)\na\n//#endif", "a")]
    public void Lines_are_chosen(string text, string expected) => Assert.Equal(expected, TemplateText.Render(text, Symbols));

    [Theory]
    [InlineData("#if (yes)\na")]
    [InlineData("a\n#endif")]
    public void A_condition_without_its_end_is_an_error(string text) => Assert.Throws<CliException>(() => TemplateText.Render(text, Symbols));

    public static TheoryData<string, bool, bool, bool> Combinations()
    {
        var all = new TheoryData<string, bool, bool, bool>();
        foreach (var database in (string[])["sqlite", "postgres", "mysql", "none"])
        {
            foreach (var (html, live) in ((bool, bool)[])[(true, true), (true, false), (false, false)])
            {
                all.Add(database, html, live, false);
                all.Add(database, html, live, true);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_combination_is_rendered_without_a_trace_of_the_template(string database, bool html, bool live, bool binaryId)
    {
        var files = TemplateSet.Render(AppName.Parse("big_shop", null), new NewOptions(database, html, live, binaryId).Symbols, "1.2.3");

        Assert.Contains("BigShopWeb/Router.cs", files.Keys);
        Assert.Equal(live, files.ContainsKey("BigShopWeb/Live/HomeLive.cs"));
        Assert.Equal(html && !live, files.ContainsKey("BigShopWeb/Controllers/PageController.cs"));
        Assert.Equal(database != "none", files.ContainsKey("BigShop/Repo.cs"));
        foreach (var (path, text) in files)
        {
            Assert.DoesNotContain("MyApp", path + text, StringComparison.Ordinal);
            Assert.DoesNotContain("my_app", path + text, StringComparison.Ordinal);
            Assert.DoesNotContain("ZHAR_VERSION", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(?m)^\s*(//|<!--)?#(if|else|endif)", text);
            if (path.EndsWith(".json", StringComparison.Ordinal))
                System.Text.Json.JsonDocument.Parse(text).Dispose();
            if (path.EndsWith(".cs", StringComparison.Ordinal))
                Assert.Empty(Zhar.Cli.Generators.SourceEdit.Root(text).GetDiagnostics());
        }
    }
}
