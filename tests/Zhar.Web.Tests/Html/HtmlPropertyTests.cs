// What the analyzer reports is what these tests ask of the running program.
#pragma warning disable ZHAR0251, ZHAR0252, ZHAR0253, ZHAR0254, ZHAR0256, ZHAR0257, ZHAR0260, ZHAR0261, ZHAR0262
using System.Text.Json;
using static Zhar.Web.Markup;

namespace Zhar.Web.Tests.Templates;

/// <summary>Whatever a hole is given, a tokenizer that was written apart from the templates finds the same tags and attributes, and the text that was given.</summary>
public sealed class HtmlPropertyTests(ITestOutputHelper output)
{
    private const int Rounds = 4000;

    private static readonly string[] Hostile =
    [
        "<", ">", "\"", "'", "&", "&lt;", "&#60;", "&amp;lt;", "</p>", "</title>", "</textarea>", "</script>", "<script>", "<!--", "-->", "<!-->", "]]>", "<![CDATA[", " onload=x ", "=", "/",
        "/>", "\n", "\t", "\f", "`", "{", "}", "{{", "%3C", "javascript:", "data:", "\\", "\u2028", "\ud83d\ude00", "\u0085", "\u00a0", "é", "a", "b", " ", "x=\"y\"", "';--", "${x}", "on", "&quot", "&apos;",
    ];

    [Fact]
    public void Text_between_tags_stays_text() => Rounded(text =>
    {
        Html html = $"<p>a{text}</p><title>{text}b</title><textarea>a{text}</textarea>";

        Assert.Equal(["<p>", "#a" + text, "</p>", "<title>", $"#{text}b", "</title>", "<textarea>", "#a" + text, "</textarea>"], Tokens(html));
    });

    [Fact]
    public void A_value_stays_a_value() => Rounded(text =>
    {
        Html html = $"<p title=\"{text}\" class='a{text}b' lang=\"{text}{text}\" data-x='{text}' {Attrs.Of(("data-y", text), ("title2", text))}>x</p>";

        Assert.Equal(
            [$"<p title={text}| class=a{text}b| lang={text}{text}| data-x={text}| data-y={text}| title2={text}|>", "#x", "</p>"],
            Tokens(html));
    });

    [Fact]
    public void A_URL_stays_a_value_and_runs_nothing() => Rounded(text =>
    {
        Html html = $"<a href=\"{text}\">x</a>";

        var token = Tokens(html)[0];
        var url = token["<a href=".Length..^2];
        Assert.True(url == text || url == "about:invalid#refused-", token);
        var scheme = url.TrimStart('\0', ' ', '\t', '\n', '\f', '\r').Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        Assert.False(scheme.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || scheme.StartsWith("data:", StringComparison.OrdinalIgnoreCase), token);
    });

    [Fact]
    public void JSON_stays_inside_its_script_and_is_the_data() => Rounded(text =>
    {
        Html html = $"<script>{Html.Json(text, HtmlContextTests.TextContext.Default.String)}</script><p data-x=\"{Html.Json(text, HtmlContextTests.TextContext.Default.String)}\">x</p>";

        var tokens = Tokens(html);
        Assert.Equal(6, tokens.Count);
        Assert.Equal(text, JsonSerializer.Deserialize(tokens[1][1..], HtmlContextTests.TextContext.Default.String));
        Assert.Equal(text, JsonSerializer.Deserialize(tokens[3]["<p data-x=".Length..^2], HtmlContextTests.TextContext.Default.String));
    });

    [Fact]
    public void A_string_of_JavaScript_stays_one() => Rounded(text =>
    {
        var code = HtmlEscape.JavaScript(text);
        Html html = $"<script>{Html.TrustedScript($"go(\"{code}\")")}</script>";

        var tokens = Tokens(html);
        Assert.Equal(["<script>", $"#go(\"{code}\")", "</script>"], tokens);
        Assert.Equal(text, Unescaped(code));
    });

    [Fact]
    public void Markup_inside_quotes_stays_inside() => Rounded(text =>
    {
        Html inner = $"<b title=\"{text}\">{text}</b>";
        Html html = $"<p title=\"{inner}\" class='a {inner}'>x</p>";

        Assert.Equal(3, Tokens(html).Count);
        Assert.Equal(["#x", "</p>"], Tokens(html)[1..]);
    });

    [Fact]
    public void A_comment_stays_one() => Rounded(text => Assert.Equal(["<!>"], Tokens(Html.Comment(text))));

    [Fact]
    public void A_selector_escape_is_undone_by_the_rules_of_CSS() => Rounded(text => Assert.Equal(text.Replace('\0', '\ufffd'), CssUnescaped(HtmlEscape.Css(text))));

    [Fact]
    public void Any_template_of_any_literals_is_refused_or_keeps_its_holes_apart()
    {
        string[] parts = ["<", "<p", "<a", " href=", " title=", "\"", "'", ">", "</p>", "<!--", "-->", "<script>", "</script>", "<title>", "</title>", " ", "x", "/", "=", "<!", "<svg>", "</svg>", "<textarea>", "<style>", " onclick="];
        var written = 0;
        Seeded((random, seed) =>
        {
            var html = new Html(0, 2);
            var literals = Enumerable.Range(0, 3).Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => parts[random.Next(parts.Length)]))).ToList();
            html.AppendLiteral(literals[0]);
            html.AppendFormatted("\"'><i id=hostile>");
            html.AppendLiteral(literals[1]);
            html.AppendFormatted("--></title></textarea></script><i id=hostile>");
            html.AppendLiteral(literals[2]);
            try
            {
                Assert.DoesNotContain("<i id", string.Join('\n', Tokens(html)).Replace("#", "", StringComparison.Ordinal).Split('\n').Where(t => t.StartsWith("<i", StringComparison.Ordinal)));
                written++;
            }
            catch (HtmlTemplateException)
            {
                // Refused, which is as safe.
            }
        });
        output.WriteLine($"{written} of {Rounds} were written.");
        Assert.InRange(written, Rounds / 50, Rounds);
    }

    private void Rounded(Action<string> property) => Seeded((random, _) =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(10) == 0 ? ((char)random.Next(32, 0xd7ff)).ToString() : Hostile[random.Next(Hostile.Length)]));
        property(text);
    });

    private void Seeded(Action<Random, int> property)
    {
        var start = Environment.GetEnvironmentVariable("ZHAR_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"ZHAR_SEED={start}");
        for (var i = 0; i < Rounds; i++)
            property(new Random(start + i), start + i);
    }

    private static List<string> Tokens(Html html) => ReferenceTokenizer.Tokens(html.ToString());

    private static string Unescaped(string code)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < code.Length; i++)
        {
            Assert.False(code[i] is '"' or '\'' or '`' or '\n' or '\r' or '<', code);
            if (code[i] != '\\')
            {
                text.Append(code[i]);
                continue;
            }

            i++;
            if (code[i] == 'u')
            {
                text.Append((char)Convert.ToInt32(code.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(code[i] switch { 'n' => '\n', 'r' => '\r', var c => c });
            }
        }

        return text.ToString();
    }

    private static string CssUnescaped(string css)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < css.Length; i++)
        {
            if (css[i] != '\\')
            {
                Assert.True(char.IsAsciiLetterOrDigit(css[i]) || css[i] is '-' or '_' || css[i] >= '\x80', css);
                text.Append(css[i]);
                continue;
            }

            var end = i + 1;
            while (end < css.Length && end < i + 7 && char.IsAsciiHexDigit(css[end]))
                end++;
            if (end == i + 1)
            {
                text.Append(css[++i]);
                continue;
            }

            text.Append((char)Convert.ToInt32(css[(i + 1)..end], 16));
            i = end < css.Length && css[end] == ' ' ? end : end - 1;
        }

        return text.ToString();
    }
}
