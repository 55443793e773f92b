using Zhar.CodeFixes;
using static Zhar.Web.Tests.Templates.Analyzers.AnalyzedTemplate;

namespace Zhar.Web.Tests.Templates.Analyzers;

public sealed class TemplateFixTests
{
    [Fact]
    public Task An_interpolated_string_becomes_Html() =>
        Fixes<InterpolatedTextFix>("ZHAR0258", Method("$\"<p>{$\"<b>{x}</b>\"}</p>\""), Method("$\"<p>{(Html)$\"<b>{x}</b>\"}</p>\""));

    [Theory]
    [InlineData("(x is null ? $\"<b>a</b>\" : $\"<i>{x}</i>\")", "If(x is null, () => $\"<b>a</b>\", () => $\"<i>{x}</i>\")")]
    [InlineData("(x == \"a\" ? $\"<b>{x}</b>\" : \"\")", "When(x == \"a\", () => $\"<b>{x}</b>\")")]
    [InlineData("(x == \"a\" ? \"\" : $\"<b>{x}</b>\")", "When(!(x == \"a\"), () => $\"<b>{x}</b>\")")]
    [InlineData("(!x.Any() ? null : $\"<b>{x}</b>\")", "When(x.Any(), () => $\"<b>{x}</b>\")")]
    [InlineData("(x is null ? x : $\"<b>{x}</b>\")", "If(x is null, () => Html.Text(x), () => $\"<b>{x}</b>\")")]
    [InlineData("(x == \"a\" ? $\"a\" : x == \"b\" ? $\"b\" : \"\")", "If(x == \"a\", () => $\"a\", () => When(x == \"b\", () => $\"b\"))")]
    public Task A_choice_becomes_If_or_When(string before, string after) =>
        Fixes<ChoiceOfTextFix>("ZHAR0259", Method("$\"<p>{" + before + "}</p>\""), Method("$\"<p>{" + after + "}</p>\""));

    [Fact]
    public Task A_switch_is_left_to_its_author() =>
        Fixes<ChoiceOfTextFix>("ZHAR0259", Method("$\"<p>{x switch { \"a\" => $\"<b>{x}</b>\", _ => \"\" }}</p>\""), null);

    [Theory]
    [InlineData("$\"<p class={x}>a</p>\"", "$\"<p class=\\\"{x}\\\">a</p>\"")]
    [InlineData("$@\"<p class={x} id=\"\"a\"\">a</p>\"", "$@\"<p class=\"\"{x}\"\" id=\"\"a\"\">a</p>\"")]
    [InlineData("$\"\"\"<p class={x}>a</p>\"\"\"", "$\"\"\"<p class=\"{x}\">a</p>\"\"\"")]
    public Task A_value_gets_its_quotes(string before, string after) => Fixes<UnquotedValueFix>("ZHAR0256", Method(before), Method(after));

    [Theory]
    [InlineData("$\"<p class=a{x}>a</p>\"")]
    [InlineData("$\"<p {x}=\\\"a\\\">a</p>\"")]
    public Task What_is_more_than_quotes_is_left_to_its_author(string source) => Fixes<UnquotedValueFix>("ZHAR0256", Method(source), null);
}
