// What the analyzer reports is what these tests ask of the running program.
#pragma warning disable ZHAR0251, ZHAR0252, ZHAR0253, ZHAR0254, ZHAR0256, ZHAR0257, ZHAR0260, ZHAR0261, ZHAR0262
using System.Text.Json.Serialization;
using static Zhar.Web.Markup;

namespace Zhar.Web.Tests.Templates;

/// <summary>What a hole writes by the place where it stands.</summary>
public sealed partial class HtmlContextTests
{
    [Fact]
    public void An_attribute_of_one_hole_is_there_named_or_left_out()
    {
        static string Input(string? value, bool disabled, string? css) => Text($"<input type=\"text\"  value=\"{value}\" disabled='{disabled}' class=\"{css}\">");

        Assert.Equal("<input type=\"text\" value=\"a&quot;b\" disabled class=\"x\">", Input("a\"b", true, "x"));
        Assert.Equal("<input type=\"text\" value=\"\">", Input("", false, null));
    }

    [Fact]
    public void Attributes_whose_words_count_say_true_and_false()
    {
        Assert.Equal(
            "<p aria-hidden=\"true\" aria-busy=\"false\" draggable=\"true\" hidden></p>",
            Text($"<p aria-hidden=\"{true}\" aria-busy=\"{false}\" draggable=\"{true}\" hidden=\"{true}\" inert=\"{false}\"></p>"));
    }

    [Fact]
    public void Part_of_a_value_is_escaped_in_double_and_single_quotes()
    {
        Assert.Equal("<p class=\"a &quot;&#39;\" title='b &quot;&#39; c 1'></p>", Text($"<p class=\"a {"\"'"}\" title='b {"\"'"} c {1}'></p>"));
    }

    [Fact]
    public void Classes_are_listed_and_left_out_when_there_are_none()
    {
        Assert.Equal("<p class=\"btn active\"></p><p></p><p class=\"a b\"></p><p class=\"x y\"></p>", Text(
            $"<p class=\"{Class("btn", ("active", true), ("big", false))}\"></p><p class=\"{Class(("a", false))}\"></p><p class=\"{new[] { "a", "", null, "b" }}\"></p><p class=\"x {new List<string> { "y" }}\"></p>"));
    }

    [Fact]
    public void Attributes_come_from_a_set_with_nested_names()
    {
        var rest = Attrs.Of(("id", "a\"b"), ("disabled", true), ("hidden", false), ("title", null), ("data", Attrs.Of(("user_id", 1), ("on", true))), ("aria", Attrs.Of(("label", "x"), ("hidden", false))), ("class", new[] { "a", "b" }));

        Assert.Equal(
            "<p id=\"a&quot;b\" disabled data-user-id=\"1\" data-on aria-label=\"x\" aria-hidden=\"false\" class=\"a b\" lang=\"en\"></p><br>",
            Text($"<p {rest} lang=\"en\"></p><br {(Attrs?)null}>"));
        Assert.Equal("<p a=\"1\" b=\"2\" c=\"3\" d=\"4\">", Text($"<p a=\"{1}\"{Attrs.Of(("b", 2))} c='{3}' {Attrs.Of(("d", 4))}>"));
    }

    [Fact]
    public void A_set_of_attributes_is_replaced_merged_and_reduced()
    {
        var own = Attrs.Of(("class", "btn"), ("type", "button"));

        Assert.Equal(" class=\"btn big\" type=\"submit\"", own.Merge(Attrs.Of(("class", "big"), ("type", "submit"))).ToString());
        Assert.Equal(" class=\"btn\"", own.Without("TYPE").ToString());
        Assert.Equal("button", own["type"]);
        Assert.Equal(2, own.With("Class", "x").Count);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a>")]
    [InlineData("a=\"")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("x\0")]
    public void A_name_that_could_end_itself_is_refused(string name) => Assert.ThrowsAny<ArgumentException>(() => Attrs.Of((name, 1)));

    [Theory]
    [InlineData("/users/1?a=b&c")]
    [InlineData("https://example.org/")]
    [InlineData("HTTP://example.org")]
    [InlineData("mailto:a@b.c")]
    [InlineData("tel:+49")]
    [InlineData("users/a:b")]
    [InlineData("?x=a:b")]
    [InlineData("#a:b")]
    [InlineData("plain")]
    [InlineData("")]
    public void A_URL_that_runs_nothing_is_written(string url) => Assert.Equal($"<a href=\"{HtmlEscape.Text(url)}\">", Text($"<a href=\"{url}\">"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" \u0001javascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("java\tscript\r:alert(1)")]
    [InlineData("vbscript:x")]
    [InlineData("data:text/html,<script>")]
    [InlineData("data:image/png;base64,x")]
    [InlineData("blob:x")]
    [InlineData("unknownscheme:x")]
    [InlineData("averyveryverylongscheme:x")]
    [InlineData("javascript\u0000:x")]
    public void A_URL_that_may_run_something_is_replaced(string url)
    {
        Assert.Equal("<a href=\"about:invalid#refused-\">", Text($"<a href=\"{url}\">"));
        Assert.Equal("<form action=\"about:invalid#refused-\">", Text($"<form {Attrs.Of(("action", url))}>"));
        Assert.Equal("<source srcset=\"about:invalid#refused-\">", Text($"<source srcset=\"{"/a.png 1x, " + url}\">"));
        Assert.Equal(HtmlEscape.Text(url), Text($"<a href=\"{Html.TrustedUrl(url)}\">")[9..^2]);
    }

    [Fact]
    public void A_URL_is_judged_as_a_whole_when_several_parts_make_its_scheme()
    {
        var (java, script, path) = ("java", "script", "users");

        Assert.Equal("<a href=\"about:invalid#refused-script:x\">", Text($"<a href=\"{java}{script}:x\">"));
        Assert.Equal("<a href=\"javaabout:invalid#refused-\">", Text($"<a href=\"java{"script:x"}\">"));
        Assert.Equal("<a href=\"about:invalid#refused-javascript:x\">", Text($"<a href=\"{(string?)null}{"javascript:x"}\">"));
        Assert.Equal("<a href=\"/javascript:x\">", Text($"<a href=\"/{"javascript:x"}\">"));
        Assert.Equal("<a href=\"users/a:b\">", Text($"<a href=\"{path}/{"a:b"}\">"));
        Assert.Equal("<a href=\"https://users.example.org\">", Text($"<a href=\"https://{path}.example.org\">"));
        Assert.Throws<HtmlTemplateException>(() => Text($"<a href=\"javascript:go('{path}')\">"));
    }

    [Fact]
    public void An_animation_cannot_bring_a_URL_in_later()
    {
        Assert.Equal(
            "<svg><animate values=\"about:invalid#refused-\"/><set to=\"about:invalid#refused-\"/><animate from=\"0\" to=\"10;20\"/></svg>",
            Text($"<svg><animate values=\"{"/a;javascript:x"}\"/><set to=\"{"javascript:x"}\"/><animate from=\"{0}\" to=\"{"10;20"}\"/></svg>"));
    }

    [Fact]
    public void An_image_may_carry_its_bytes()
    {
        Assert.Equal("<img src=\"data:image/png;base64,AA\" alt=\"\">", Text($"<img src=\"{"data:image/png;base64,AA"}\" alt=\"\">"));
        Assert.Equal("<img src=\"about:invalid#refused-\">", Text($"<img src=\"{"data:text/html,AA"}\">"));
        Assert.Equal("<iframe src=\"about:invalid#refused-\"></iframe>", Text($"<iframe src=\"{"data:image/svg+xml,AA"}\"></iframe>"));
    }

    [Fact]
    public void Scripts_and_styles_take_numbers_JSON_and_what_is_vouched_for()
    {
        var data = Html.Json(new Data("</script><!--'\"&", 1), DataContext.Default.Data);

        Assert.Equal(
            "<script nonce=\"n\">let a = 1, b = true, c = {\"Name\":\"\\u003C/script\\u003E\\u003C!--\\u0027\\u0022\\u0026\",\"Id\":1}; go(\"x\");</script>",
            Text($"<script nonce=\"{"n"}\">let a = {1}, b = {true}, c = {data}; {Html.TrustedScript("go(\"x\");")}</script>"));
        Assert.Equal("<style>p { width: 5px; color: red }</style>", Text($"<style>p {{ width: {5}px; {Html.TrustedCss("color: red")} }}</style>"));
        Assert.Equal("<p style=\"width: 5%; color: red\" onclick=\"go(1, &quot;a&quot;)\">", Text($"<p style=\"width: {5}%; {Html.TrustedCss("color: red")}\" onclick=\"{Html.TrustedScript("go(1, \"a\")")}\">"));
        Assert.Throws<ArgumentException>(() => Html.TrustedScript("a</SCRIPT>"));
        Assert.Throws<ArgumentException>(() => Html.TrustedScript("<!--"));
        Assert.Throws<ArgumentException>(() => Html.TrustedCss("a</style >"));
    }

    [Fact]
    public void Text_in_scripts_styles_and_handlers_is_refused_and_the_error_says_what_to_write()
    {
        Assert.Contains("Html.Json", Refused(x => $"<script>let a = '{x}'</script>"), StringComparison.Ordinal);
        Assert.Contains("Html.TrustedCss", Refused(x => $"<style>p {{ color: {x} }}</style>"), StringComparison.Ordinal);
        Assert.Contains("Html.Json", Refused(x => $"<p onclick=\"{x}\">"), StringComparison.Ordinal);
        Assert.Contains("Html.TrustedCss", Refused(x => $"<p style=\"{x}\">"), StringComparison.Ordinal);
        Assert.Contains("srcdoc", Refused(x => $"<iframe srcdoc=\"{x}\"></iframe>"), StringComparison.Ordinal);
        Assert.Contains("Html.Json", Refused(x => $"<p {Attrs.Of(("OnClick", x))}>"), StringComparison.Ordinal);
        Assert.Contains("Html.TrustedCss", Refused(x => $"<p {Attrs.Of(("style", x))}>"), StringComparison.Ordinal);
        Assert.Contains("Attrs", Refused(x => $"<p {x}>"), StringComparison.Ordinal);
        Assert.Contains("Attrs", Refused(x => $"<p>{Attrs.Of(("a", x))}</p>"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Html", Refused(x => $"<a href=\"{Html.Text(x)}\">"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_where_nothing_is_safe_is_refused_whatever_it_has()
    {
        Assert.Contains("quotes", Refused(x => $"<p class={x}>"), StringComparison.Ordinal);
        Assert.Contains("quotes", Refused(x => $"<p class=a{x}>"), StringComparison.Ordinal);
        Assert.Contains("tag's name", Refused(x => $"<{x}>"), StringComparison.Ordinal);
        Assert.Contains("tag's name", Refused(x => $"<p{x}>"), StringComparison.Ordinal);
        Assert.Contains("tag's name", Refused(x => $"</{x}>"), StringComparison.Ordinal);
        Assert.Contains("tag's name", Refused(x => $"</p {x}>"), StringComparison.Ordinal);
        Assert.Contains("attribute's name", Refused(x => $"<p {x}=\"a\">"), StringComparison.Ordinal);
        Assert.Contains("attribute's name", Refused(x => $"<p data-{x}=\"a\">"), StringComparison.Ordinal);
        Assert.Contains("comment", Refused(x => $"<!-- {x} -->"), StringComparison.Ordinal);
        Assert.Contains("declaration", Refused(x => $"<!doctype {x}>"), StringComparison.Ordinal);
        Assert.Contains("<xmp>", Refused(x => $"<xmp>{x}</xmp>"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_ends_inside_something_is_refused()
    {
        Assert.Contains("a tag", Refused(_ => $"<p"), StringComparison.Ordinal);
        Assert.Contains("attribute title", Refused(_ => $"<p title=\"a"), StringComparison.Ordinal);
        Assert.Contains("comment", Refused(_ => $"<!-- a"), StringComparison.Ordinal);
        Assert.Contains("<script>", Refused(_ => $"<script>let a"), StringComparison.Ordinal);
        Assert.Contains("<textarea>", Refused(_ => $"<textarea>"), StringComparison.Ordinal);
    }

    [Fact]
    public void Title_and_textarea_take_text_and_a_document_may_be_an_attribute()
    {
        Assert.Equal("<title>a &lt;b&gt;</title><textarea>&lt;/textarea&gt;</textarea>", Text($"<title>a {"<b>"}</title><textarea>{"</textarea>"}</textarea>"));
        Assert.Equal("<iframe srcdoc=\"&lt;p&gt;&amp;lt;&lt;/p&gt;\"></iframe>", Text($"<iframe srcdoc=\"{(Html)$"<p>{"<"}</p>"}\"></iframe>"));
    }

    [Fact]
    public void Markup_in_an_attribute_cannot_leave_its_quotes()
    {
        Html inner = $"<b title=\"{"x\""}\">{"&"}</b>";

        Assert.Equal("<p title=\"&lt;b title=&quot;x&quot;&quot;&gt;&amp;&lt;/b&gt;\" class=\"a b\"></p>", Text($"<p title=\"{inner}\" class=\"a {When(true, () => $"b")}\" lang=\"{When(false, () => $"de")}\"></p>"));
    }

    [Fact]
    public void Text_that_looks_like_a_tag_is_text_and_svg_has_titles_of_its_own()
    {
        Assert.Equal("a < b <3 1 &lt;", Text($"a < b <3 {1} {"<"}"));
        Assert.Equal("<svg><title>a</title><a href=\"about:invalid#refused-\"></a></svg>", Text($"<svg><title>{"a"}</title><a href=\"{"javascript:x"}\"></a></svg>"));
        Assert.Equal("<!DOCTYPE html><?xml x?><!-- a > b --><p>1</p>", Text($"<!DOCTYPE html><?xml x?><!-- a > b --><p>{1}</p>"));
    }

    private static string Text(Html html) => html.ToString();

    private static string Refused(Func<string, Html> template) => Assert.Throws<HtmlTemplateException>(() => template("x").ToString()).Message;

    internal sealed record Data(string Name, int Id);

    [JsonSerializable(typeof(Data))]
    internal sealed partial class DataContext : JsonSerializerContext;

    [JsonSerializable(typeof(string))]
    internal sealed partial class TextContext : JsonSerializerContext;
}
