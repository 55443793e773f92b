using static Zhar.Web.Tests.Templates.Analyzers.AnalyzedTemplate;

namespace Zhar.Web.Tests.Templates.Analyzers;

public sealed class TemplateAnalyzerTests
{
    [Theory]
    [InlineData("$\"<p>{x}\\\"</p>[|<b|]><i>{x}</i>\"")]
    [InlineData("$\"<div>[|<p|]>{x}</div>\"")]
    [InlineData("$@\"<a title=\"\"{x}\"\">[|<b|]></a>\"")]
    [InlineData("$\"\"\"<ul>[|<li|]>{x}</ul>\"\"\"")]
    [InlineData("$\"\\t\\u00e9\\x41 {{ [|<b|]>{x}\"")]
    [InlineData("$\"<p>\" + $\"{x}\" + $\"</p>[|<b|]>\"")]
    public Task An_element_that_stays_open_is_reported_at_its_tag(string template) => Reports("ZHAR0251", Method(template));

    [Fact]
    public Task The_place_in_a_raw_string_of_several_lines_is_right() => Reports("ZHAR0251", Method(""""
        $"""
                <div>
                    {x}
                      é [|<b|]> {x}
                </div>
                """
        """"));

    [Fact]
    public Task The_place_in_a_raw_string_with_more_dollars_is_right() => Reports("ZHAR0251", Method("$$\"\"\"<p>{ a } {{x}}</p>[|<b|]>\"\"\""));

    [Theory]
    [InlineData("$\"<p>{x}[|</b|]></p>\"")]
    [InlineData("$\"{x}[|</div|]>\"")]
    public Task A_closing_tag_without_an_opening_one_is_reported(string template) => Reports("ZHAR0252", Method(template));

    [Theory]
    [InlineData("$\"[|<secton|]>{x}</secton>\"")]
    [InlineData("$\"[|<Foo|]>{x}</Foo>\"")]
    public Task An_unknown_element_is_reported(string template) => Reports("ZHAR0253", Method(template));

    [Theory]
    [InlineData("$\"<user-card>{x}</user-card><svg viewBox=\\\"0 0 1 1\\\"><path d=\\\"{x}\\\"/><g><linearGradient></linearGradient></g></svg><math><mi>x</mi></math>\"")]
    [InlineData("$\"<!DOCTYPE html><html><head><meta charset=\\\"utf-8\\\"><title>{x}</title></head><body><br><hr/></body></html>\"")]
    [InlineData("$\"<script>if (a < b) {{ go('<b>'); }}</script><style>p > b {{ }}</style><textarea><b></textarea>{x}\"")]
    [InlineData("$\"<!-- <b> --> a < b && c <3 {x}\"")]
    [InlineData("$\"<P CLASS='a'>{x}</p>\"")]
    public Task Fine_markup_is_fine(string template) => Reports("-", Method(template));

    [Theory]
    [InlineData("$\"<p>[|<div|]>{x}</div></p>\"", "<div>")]
    [InlineData("$\"<p>[|<p|]>{x}</p></p>\"", "paragraph")]
    [InlineData("$\"<p><span>[|<ul|]><li>{x}</li></ul></span></p>\"", "paragraph")]
    [InlineData("$\"<div>[|<li|]>{x}</li></div>\"", "<ul>, <ol>, <menu>")]
    [InlineData("$\"<div>[|<tr|]><td>{x}</td></tr></div>\"", "<table>")]
    [InlineData("$\"<table>[|<div|]>{x}</div></table>\"", "move it out")]
    [InlineData("$\"<table><tr>[|<p|]>{x}</p></tr></table>\"", "<td> or <th>")]
    [InlineData("$\"<table>[|<td|]>{x}</td></table>\"", "move")]
    [InlineData("$\"<a href=\\\"/\\\"><b>[|<a|] href=\\\"/\\\">{x}</a></b></a>\"", "outer one")]
    [InlineData("$\"<button>[|<button|]>{x}</button></button>\"", "outer one")]
    [InlineData("$\"<form><div>[|<form|]>{x}</form></div></form>\"", "inner form")]
    [InlineData("$\"<h1>[|<h2|]>{x}</h2></h1>\"", "heading")]
    [InlineData("$\"<div>[|<option|]>{x}</option></div>\"", "<select>")]
    public async Task An_element_that_browsers_put_elsewhere_is_reported(string template, string message) =>
        Assert.Contains(message, Assert.Single(await Reports("ZHAR0254", Method(template))), StringComparison.Ordinal);

    [Theory]
    [InlineData("$\"<li>{x}</li>\"")]
    [InlineData("$\"<tr><td>{x}</td></tr>\"")]
    [InlineData("$\"<table><tr><td><p>{x}</p><table><tbody></tbody></table></td></tr></table>\"")]
    [InlineData("$\"<ul><li><ul><li>{x}</li></ul></li></ul>\"")]
    [InlineData("$\"<dl><div><dt>{x}</dt><dd><p>a</p></dd></div></dl>\"")]
    [InlineData("$\"<p><button><span>{x}</span></button></p><select><optgroup label=\\\"a\\\"><option>{x}</option></optgroup><hr></select>\"")]
    public Task A_piece_of_a_list_or_table_may_be_a_template_of_its_own(string template) => Reports("-", Method(template));

    [Theory]
    [InlineData("$\"<p class=\\\"a\\\" [|CLASS|]=\\\"{x}\\\">b</p>\"")]
    [InlineData("$\"<input disabled type=\\\"{x}\\\" [|disabled|]>\"")]
    public Task An_attribute_that_comes_twice_is_reported(string template) => Reports("ZHAR0255", Method(template));

    [Theory]
    [InlineData("$\"<p class=[|{x}|]>b</p>\"", "class=\"{…}\"")]
    [InlineData("$\"<p [|{x}|]=\\\"a\\\">b</p>\"", "attribute's name")]
    [InlineData("$\"<p data-[|{x}|]=\\\"a\\\">b</p>\"", "attribute's name")]
    [InlineData("$\"<h[|{x}|]>b</h1>\"", "tag's name")]
    [InlineData("$\"<!-- [|{x}|] -->\"", "comment")]
    [InlineData("$\"<!doctype [|{x}|]>\"", "declaration")]
    [InlineData("$\"<xmp>[|{x}|]</xmp>\"", "<xmp>")]
    public async Task A_hole_where_nothing_is_safe_is_reported(string template, string message)
    {
        var source = Method(template);
        // The tag whose name has a hole has no name that could be checked.
        if (template.Contains("<h[|", StringComparison.Ordinal))
            Assert.Contains("ZHAR0256", await Ids(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
        else
            Assert.Contains(message, Assert.Single(await Reports("ZHAR0256", source)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$\"<script>let a = '[|{x}|]'</script>\"", "string x", "Html.Json")]
    [InlineData("$\"<style>p {{ color: [|{x}|] }}</style>\"", "string x", "Html.TrustedCss")]
    [InlineData("$\"<p onclick=\\\"[|{x}|]\\\">a</p>\"", "string x", "Html.Json")]
    [InlineData("$\"<p style=\\\"color: [|{x}|]\\\">a</p>\"", "string x", "Html.TrustedCss")]
    [InlineData("$\"<iframe srcdoc=\\\"[|{x}|]\\\"></iframe>\"", "string x", "Html")]
    [InlineData("$\"<a href=\\\"javascript:go('[|{x}|]')\\\">a</a>\"", "string x", "Html.Json")]
    [InlineData("$\"<a href=\\\"[|{x}|]\\\">a</a>\"", "Html x", "string")]
    [InlineData("$\"<p [|{x}|]>a</p>\"", "string x", "Attrs")]
    [InlineData("$\"<p>[|{x}|]</p>\"", "Attrs x", "tag itself")]
    public async Task A_value_that_its_place_does_not_allow_is_reported(string template, string parameters, string message) =>
        Assert.Contains(message, Assert.Single(await Reports("ZHAR0257", Method(template, parameters))), StringComparison.Ordinal);

    [Theory]
    [InlineData("$\"<script nonce=\\\"{s}\\\">let a = {1}, b = {j}; {j}</script><style>p {{ width: {1}px; {c} }}</style><p style=\\\"width: {1.5}%; {c}\\\" onclick=\\\"{j}\\\" {a}>{o}</p><script>{o}</script>\"")]
    [InlineData("$\"<a href=\\\"{s}\\\">a</a><a href=\\\"{u}\\\">b</a><img src=\\\"{s}\\\" alt=\\\"\\\"><p title=\\\"{h}\\\" class=\\\"{w}\\\" hidden=\\\"{true}\\\">a</p><iframe srcdoc=\\\"{h}\\\"></iframe>\"")]
    [InlineData("$\"{s}{h}{1}{DateTime.Now}{'c'}{DayOfWeek.Friday}{(int?)null}{m}{o}{Guid.NewGuid():N}{(Html?)h}\"")]
    public Task A_value_that_its_place_allows_is_fine(string template) => Reports("-", Method(template, "string s, Html h, Attrs a, ScriptText j, CssText c, TrustedUrl u, object o, IHtmlText m, IEnumerable<string> w"));

    [Theory]
    [InlineData("$\"<p>{[|$\"<b>{x}</b>\"|]}</p>\"")]
    [InlineData("$\"<p>{([|$\"<b>{x}</b>\"|])}</p>\"")]
    public Task An_interpolated_string_in_a_hole_is_reported(string template) => Reports("ZHAR0258", Method(template));

    [Theory]
    [InlineData("$\"<p>{([|x is null ? $\"<b>a</b>\" : $\"<i>{x}</i>\"|])}</p>\"")]
    [InlineData("$\"<p>{([|x is null ? \"\" : $\"<i>{x}</i>\"|])}</p>\"")]
    [InlineData("$\"<p>{[|x ?? $\"<i>{x}</i>\"|]}</p>\"")]
    [InlineData("$\"<p>{[|x switch { \"a\" => $\"<b>{x}</b>\", _ => \"\" }|]}</p>\"")]
    [InlineData("$\"<p>{([|x is null ? (x == \"a\" ? $\"a\" : \"b\") : \"c\"|])}</p>\"")]
    public Task A_choice_between_interpolated_strings_is_reported(string template) => Reports("ZHAR0259", Method(template));

    [Theory]
    [InlineData("$\"<p title=\\\"{$\"{x}-{x}\"}\\\" class=\\\"{(x is null ? $\"a{x}\" : \"b\")}\\\">{(x is null ? \"a\" : \"b\")}</p>\"")]
    [InlineData("$\"<p>{If(x is null, () => $\"<b>{x}</b>\", () => $\"{x}\")}{When(x, v => $\"<b>{v}</b>\")}{(Html)$\"<i>{x}</i>\"}</p>\"")]
    public Task Text_inside_quotes_and_markup_by_type_are_fine(string template) => Reports("-", Method(template));

    [Theory]
    [InlineData("$\"{x}[|<|]p\"")]
    [InlineData("$\"{x}[|<|]p class\"")]
    [InlineData("$\"{x}[|<|]!-- a\"")]
    [InlineData("$\"<p [|t|]itle=\\\"{x}\"")]
    public Task A_template_that_ends_inside_something_is_reported(string template) => Reports("ZHAR0260", Method(template));

    [Theory]
    [InlineData("$\"[|<img|] src=\\\"{x}\\\">\"")]
    public Task An_image_without_alternative_is_noted(string template) => Reports("ZHAR0261", Method(template));

    [Fact]
    public Task An_image_may_get_its_alternative_from_its_caller() => Reports("-", Method("$\"<img {x}><img alt=\\\"{1}\\\">\"", "Attrs x"));

    [Theory]
    [InlineData("$\"<p>[|{x}|]</p>\"", "Version[] x", "Each(")]
    [InlineData("$\"<p>[|{x}|]</p>\"", "List<string> x", "Each(")]
    [InlineData("$\"<p>[|{x}|]</p>\"", "Type x", "IHtmlText")]
    [InlineData("$\"<p title=\\\"[|{x}|]\\\">a</p>\"", "Func<string> x", "IHtmlText")]
    [InlineData("$\"<p>[|{x}|]</p>\"", "IEnumerable<int> x", "Each(")]
    public async Task A_value_without_text_form_is_reported(string template, string parameters, string message) =>
        Assert.Contains(message, Assert.Single(await Reports("ZHAR0262", Method(template, parameters))), StringComparison.Ordinal);

    [Fact]
    public Task An_id_that_comes_twice_is_reported() => Reports("ZHAR0263", Method("$\"<p id=\\\"a\\\">{x}</p><p [|id|]=\\\"a\\\">b</p><p id=\\\"{x}\\\">c</p>\""));

    [Theory]
    [InlineData("$\"[|<div|]/>{x}\"")]
    [InlineData("$\"<p>{x}<br>[|</br|]></p>\"")]
    public Task A_tag_closed_as_HTML_does_not_know_is_reported(string template) => Reports("ZHAR0264", Method(template));

    [Fact]
    public Task A_string_that_is_no_template_is_left_alone() => Reports("-", """
        public static class T
        {
            public static string M(string x) => $"<p class={x}>";
            public static Html N(string x) => Html.Text($"<p {x}");
        }
        """);

    [Fact]
    public async Task A_template_that_is_being_typed_does_not_disturb_the_analyzer()
    {
        var sources = new[]
        {
            Method("$\"<p class=\\\"a {x}\\\" {Attrs.Of((x, 1))}>{When(x, v => $\"<b>{v}</b>\")}\\u00e9 {{ \\U0001F600 \\x41</p>\" + $\"<i>{x:N2}</i>\""),
            Method("$$\"\"\"\n    <p>{{x}} { }\n      <br>\n    </p>\n    \"\"\""),
            Method("$@\"<a href=\"\"{x}\"\">{(x is null ? $\"a\" : \"b\")}</a>\""),
        };

        var prefixes = sources
            .SelectMany((source, i) => Enumerable.Range(0, source.Length + 1).Select(length => source[..length].Replace("class T", $"class T{i}_{length}", StringComparison.Ordinal)))
            .ToList();
        var found = await RunUnfinished(prefixes);

        Assert.NotEmpty(found);
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        Assert.All(found, d => Assert.InRange(d.Location.SourceSpan.End, d.Location.SourceSpan.Start, d.Location.SourceTree!.Length));
    }
}
