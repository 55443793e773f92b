using System.Text;
using System.Text.Json;
using Zhar.Live.Diffs;
using Zhar.Live.Tests.Support;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace Zhar.Live.Tests.Diffs;

/// <summary>What is sent of a render, byte by byte.</summary>
public sealed class DiffTests
{
    private readonly RenderedTree _tree = new();

    private static Html Counter(int count, string? note = null) => $"<p>{count}</p>{When(note is not null, () => $"<b>{note}</b>")}";

    private static Html Table(IEnumerable<(int Id, string Name)> rows) =>
        $"<table>{Each(rows, r => r.Id, r => $"<tr><td>{r.Id}</td><td>{r.Name}</td></tr>")}</table>";

    private string? Render(Html html)
    {
        using var writer = DiffWriter.Rent();
        _tree.WriteView(writer, html);
        return writer.Finish() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    [Fact]
    public void The_first_render_has_the_statics_in_a_table()
    {
        Assert.Equal("""{"s":0,"0":"1","1":"","p":{"0":["<p>","</p>",""]}}""", Render(Counter(1)));
    }

    [Fact]
    public void A_counter_that_counts_costs_nine_bytes()
    {
        Render(Counter(1));

        Assert.Equal("""{"0":"2"}""", Render(Counter(2)));
        Assert.Equal(9, """{"0":"2"}""".Length);
    }

    [Fact]
    public void Nothing_is_sent_when_nothing_has_changed()
    {
        Render(Counter(1, "x"));

        Assert.Null(Render(Counter(1, "x")));
    }

    [Fact]
    public void What_comes_and_goes_is_sent_whole_and_as_nothing()
    {
        Render(Counter(1));

        Assert.Equal("""{"1":{"s":0,"r":1,"0":"a"},"p":{"0":["<b>","</b>"]}}""", Render(Counter(1, "a")));
        Assert.Equal("""{"1":{"0":"b"}}""", Render(Counter(1, "b")));
        Assert.Equal("""{"1":""}""", Render(Counter(1)));
    }

    [Fact]
    public void One_cell_of_a_hundred_rows_costs_38_bytes_at_most()
    {
        var rows = Enumerable.Range(0, 100).Select(i => (i, $"row {i}")).ToList();
        Render(Table(rows));
        rows[50] = (50, "changed");

        var diff = Render(Table(rows))!;

        Assert.Equal("""{"0":{"k":{"50":{"1":"changed"},"kc":100}}}""", diff);
        Assert.InRange(diff.Length - "changed".Length, 0, 38);
    }

    [Fact]
    public void Rows_that_move_are_sent_as_places()
    {
        Render(Table([(1, "a"), (2, "b"), (3, "c")]));

        Assert.Equal("""{"0":{"k":{"0":2,"2":0,"km":true,"kc":3}}}""", Render(Table([(3, "c"), (2, "b"), (1, "a")])));
        Assert.Equal("""{"0":{"k":{"0":[2,{"1":"A"}],"1":{"0":"9","1":"n"},"2":0,"km":true,"kc":3}}}""", Render(Table([(1, "A"), (9, "n"), (3, "c")])));
        Assert.Equal("""{"0":{"k":{"0":1,"km":true,"kc":1}}}""", Render(Table([(9, "n")])));
        Assert.Equal("""{"0":{"k":{"kc":0}}}""", Render(Table([])));
        Assert.Equal("""{"0":{"k":{"0":{"0":"5","1":"z"},"kc":1}}}""", Render(Table([(5, "z")])));
    }

    [Fact]
    public void A_key_that_comes_twice_is_named()
    {
        var e = Assert.Throws<HtmlTemplateException>(() => Render(Table([(1, "a"), (1, "b")])));

        Assert.Contains("The key 1 comes twice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_memo_is_not_made_again_while_what_it_depends_on_is_equal()
    {
        var made = 0;
        Html Page(int dependency, int other) => $"<p>{other}</p>{Memo(dependency, () => { made++; return $"<b>{dependency}</b>"; })}";

        Render(Page(1, 1));
        Assert.Equal("""{"0":"2"}""", Render(Page(1, 2)));
        Assert.Equal(1, made);
        Assert.Equal("""{"1":{"0":"2"}}""", Render(Page(2, 2)));
        Assert.Equal(2, made);
    }

    [Fact]
    public void Another_template_at_the_top_is_sent_whole()
    {
        Render(Counter(1));
        Html other = $"<h1>{2}</h1>";

        Assert.Equal("""{"s":0,"0":"2","p":{"0":["<h1>","</h1>"]}}""", Render(other));
    }

    [Fact]
    public void The_browser_has_the_page_after_each_diff()
    {
        var wire = new WireTree();
        foreach (var (count, note) in new (int, string?)[] { (1, null), (1, "a<b"), (2, "a<b"), (2, null), (3, "é👋\"'") })
        {
            var page = Counter(count, note);
            if (Render(page) is { } diff)
                wire.Apply(JsonDocument.Parse(diff).RootElement);

            Assert.Equal(page.ToString(), wire.ToString());
        }
    }
}
