using System.Buffers;
using System.Text;
using static Zhar.Web.Markup;

namespace Zhar.Web.Tests.Templates;

public sealed class HtmlTests
{
    [Fact]
    public void Literals_are_markup_and_holes_are_text()
    {
        var name = "<b>\"Ada\" & 'Bob'</b>";

        Html html = $"<p>{name}</p>";

        Assert.Equal("<p>&lt;b&gt;&quot;Ada&quot; &amp; &#39;Bob&#39;&lt;/b&gt;</p>", html.ToString());
    }

    [Fact]
    public void A_method_returns_a_template_and_takes_others_as_arguments()
    {
        static Html Card(string title, Html inner) => $"<section><h2>{title}</h2>{inner}</section>";

        Assert.Equal("<section><h2>A &amp; B</h2><p>1</p></section>", Card("A & B", $"<p>{1}</p>").ToString());
    }

    [Fact]
    public void A_slot_is_a_function_from_its_argument_to_markup()
    {
        static Html Table<T>(IEnumerable<T> rows, Func<T, Html> column, Html footer = default) => $"<table><tbody>{Each(rows, r => $"<tr><td>{column(r)}</td></tr>")}</tbody>{When(footer, f => $"<tfoot>{f}</tfoot>")}</table>";

        Assert.Equal(
            "<table><tbody><tr><td><b>1</b></td></tr><tr><td><b>2</b></td></tr></tbody></table>",
            Table([1, 2], n => $"<b>{n}</b>").ToString());
        Assert.Equal("<table><tbody></tbody><tfoot><tr></tr></tfoot></table>", Table<int>([], n => $"{n}", $"<tr></tr>").ToString());
    }

    [Fact]
    public void Numbers_and_dates_are_invariant_and_ISO_8601()
    {
        var id = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");

        Html html = $"{1} {-2L} {1.5} {2.50m} {(byte)3} {new DateOnly(2026, 1, 2)} {new DateTime(2026, 1, 2, 3, 4, 5)} {new TimeOnly(3, 4, 5)} {TimeSpan.FromMinutes(90)} {new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))} {id} {'<'} {DayOfWeek.Monday} {1234.5:N2} {(int?)null}{(int?)7} {new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)}";

        Assert.Equal(
            "1 -2 1.5 2.50 3 2026-01-02 2026-01-02T03:04:05 03:04:05 01:30:00 2026-01-02T03:04:05+02:00 6f9619ff-8b86-d011-b42d-00c04fc964ff &lt; Monday 1,234.50 7 2026-01-02T03:04:05Z",
            html.ToString());
    }

    [Fact]
    public void Nothing_and_truth_values_between_tags()
    {
        Html html = $"[{(string?)null}{(object?)null}{Html.Empty}{(Html?)null}{true}{false}{(bool?)null}]";

        Assert.Equal("[truefalse]", html.ToString());
    }

    [Fact]
    public void A_value_of_unknown_type_is_written_by_its_type_and_one_without_text_form_is_an_error()
    {
        object[] values = ["<", 1, 2.5m, true, Html.Raw("<br>"), new Money(5), new Uri("https://example.org/?a&b")];
        Html html = $"{values[0]}{values[1]}{values[2]}{values[3]}{values[4]}{values[5]}{values[6]}";

        Assert.Equal("&lt;12.5true<br>5 &lt;euros&gt;https://example.org/?a&amp;b", html.ToString());
        var error = Assert.Throws<HtmlTemplateException>(() => { Html bad = $"{(object)new Version(1, 2).GetType().Assembly}"; });
        Assert.Contains("IHtmlText", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_If_and_When_only_the_branch_that_is_written_runs()
    {
        string? user = null;

        Html html = $"{If(user is null, () => $"<i>nobody</i>", () => $"{user!.Length}")}{When(user is not null, () => $"{user!.Length}")}{When(user, u => $"{u.Length}", () => $"!")}{When((int?)4, n => $"{n}")}";

        Assert.Equal("<i>nobody</i>!4", html.ToString());
    }

    [Fact]
    public void Each_writes_items_in_order_with_or_without_keys_from_any_sequence()
    {
        static IEnumerable<int> Lazy()
        {
            for (var i = 0; i < 6; i++)
                yield return i;
        }

        Html html = $"<ul>{Each(Lazy(), i => i, i => $"<li>{i}</li>")}</ul>{Each("ab", c => $"{c}")}{Each(["x", "y"], (s, i) => $"{i}{s}")}{Intersperse([1, 2, 3], $", ", i => $"{i}")}";

        Assert.Equal("<ul><li>0</li><li>1</li><li>2</li><li>3</li><li>4</li><li>5</li></ul>ab0x1y1, 2, 3", html.ToString());
    }

    [Fact]
    public void Raw_text_concatenation_tags_comments_and_memo()
    {
        var made = 0;
        Html html = Html.Concat(Html.Raw("<hr>"), Html.Text("<"), Html.Tag("H2", Attrs.Of(("id", "x")), Html.Text("&")), Html.Tag("br"), Html.Comment("a --> b"), Memo((1, "a"), () => { made++; return $"<i>m</i>"; }));

        Assert.Equal("<hr>&lt;<h2 id=\"x\">&amp;</h2><br><!-- a \u2010\u2010\u203a b --><i>m</i>", html.ToString());
        Assert.Equal(html.ToString(), html.ToString());
        Assert.Equal(1, made);
        Assert.Throws<ArgumentException>(() => Html.Tag("script"));
        Assert.Throws<ArgumentException>(() => Html.Tag("a onclick=x"));
        Assert.Throws<ArgumentException>(() => Html.Tag("br", null, Html.Text("x")));
    }

    [Fact]
    public void A_template_may_be_added_from_several_parts_and_be_awaited_in()
    {
        Html html = $"<p>{1}" + $"{2}</p>" + $"<p>x</p>";

        Assert.Equal("<p>12</p><p>x</p>", html.ToString());
    }

    [Fact]
    public async Task Holes_may_await()
    {
        Html html = $"<p>{await Task.FromResult("a<b")}</p>";

        Assert.Equal("<p>a&lt;b</p>", html.ToString());
    }

    [Fact]
    public void It_writes_UTF_8_of_any_length_and_a_lone_surrogate_becomes_the_replacement_character()
    {
        var text = string.Concat(Enumerable.Repeat("Жар ✨ 𝄞 & ", 20_000));
        Html html = $"<p>{text}</p><i>{"\ud800x"}</i>";
        var buffer = new ArrayBufferWriter<byte>();

        html.WriteTo(buffer);

        Assert.Equal($"<p>{text.Replace("&", "&amp;", StringComparison.Ordinal)}</p><i>\ufffdx</i>", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void A_value_can_be_written_again_and_from_several_threads()
    {
        Html html = $"<ul class=\"{"a"}\">{Each(Enumerable.Range(0, 50), i => $"<li>{i}</li>")}</ul>";
        var expected = html.ToString();

        Parallel.For(0, 200, _ => Assert.Equal(expected, html.ToString()));
    }

    private sealed class Money(int amount) : IHtmlText
    {
        public string ToHtmlText() => $"{amount} <euros>";
    }
}
