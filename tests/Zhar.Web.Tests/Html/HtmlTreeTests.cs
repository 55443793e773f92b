using System.Runtime.CompilerServices;
using System.Text;
using static Zhar.Web.Markup;

namespace Zhar.Web.Tests.Templates;

/// <summary>What live pages read of a template: its unchanging part, found once per call site, and its values one by one.</summary>
public sealed class HtmlTreeTests
{
    private static Html Row(int id, string name) => $"<tr id=\"{id}\"><td class=\"a {name}\">{name}</td></tr>";

    [Fact]
    public void The_statics_of_a_call_site_are_one_object_and_one_more_than_the_values()
    {
        var (one, two) = (Template(Row(1, "a")), Template(Row(2, "b")));

        Assert.Same(one.Template, two.Template);
        Assert.Equal(["<tr", "><td class=\"a ", "\">", "</td></tr>"], one.Template.Statics);
        Assert.Equal([" id=\"1\"", "a", "a"], Enumerable.Range(0, one.Count).Select(one.TextAt));
        Assert.Equal(one.Template.Statics.Count, one.Template.Holes.Length + 1);
    }

    [Fact]
    public void Call_sites_with_the_same_literals_share_statics_and_others_do_not()
    {
        Html Same(string x) => $"<p>{x}</p>";
        Html Equal(int y) => $"<p>{y}</p>";
        Html Split(int y) => $"<p>" + $"{y}</p>";
        Html Longer(int y) => $"<p>{y}{y}</p>";
        Html Other(int y) => $"<b>{y}</b>";

        Assert.Same(Template(Same("a")).Template, Template(Equal(1)).Template);
        Assert.Same(Template(Same("a")).Template.Statics[0], Template(Split(1)).Template.Statics[0]);
        Assert.NotSame(Template(Same("a")).Template, Template(Longer(1)).Template);
        Assert.NotSame(Template(Same("a")).Template, Template(Other(1)).Template);
        Assert.Equal(["<p>", "", "</p>"], Template(Longer(1)).Template.Statics);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_statics()
    {
        Html a = $"<p>{1}</p>";
        Html b = $"<p>{2}</p>";
        Html c = $"<p>{3}</p> ";
        Html d = $"<p>{4}{""}</p>";

        Assert.Equal(Template(a).Template.Fingerprint, Template(b).Template.Fingerprint);
        Assert.Equal(3, new[] { a, c, d }.Select(h => Template(h).Template.Fingerprint).Distinct().Count());
        Assert.NotEqual(0UL, Template(a).Template.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_template_knows_whether_it_is_one_element(string name)
    {
        var (html, isOne) = Examples[name];

        Assert.Equal(isOne, Template(html).Template.HasSingleRoot);
    }

    public static TheoryData<string> Roots => [.. Examples.Keys];

    private static Dictionary<string, (Html Html, bool IsOne)> Examples => new()
    {
        ["one"] = ($"<p class=\"{1}\">{2}<br></p>", true),
        ["space and comments"] = ($"\n <!-- a --> <p>{2}</p>\n", true),
        ["two"] = ($"<p>{2}</p><p></p>", false),
        ["text beside"] = ($"<p>{2}</p> a", false),
        ["hole beside"] = ($"<p>{2}</p>{3}", false),
        ["hole only"] = ($"{3}", false),
        ["void"] = ($"<input value=\"{1}\">", true),
        ["nothing"] = ($"", false),
        ["script"] = ($"<div><script>let a = '<p>';</script></div>", true),
        ["upper case"] = ($"<DIV>{1}</div>", true),
        ["self-closing in svg"] = ($"<svg><path d=\"{"a"}\"/></svg>", true),
    };

    [Fact]
    public void Markup_between_tags_is_a_tree_and_elsewhere_text()
    {
        Html inner = $"<b>{1}</b>";
        var node = Template($"<p title=\"{inner}\">{inner}{When(false, () => inner)}{"text"}</p>");

        Assert.Same(inner.Node, node.NodeAt(1));
        Assert.Null(node.NodeAt(0));
        Assert.Null(node.NodeAt(2));
        Assert.Null(node.NodeAt(3));
        Assert.Equal(" title=\"&lt;b&gt;1&lt;/b&gt;\"", node.TextAt(0));
        Assert.Equal("", node.TextAt(2));
    }

    [Fact]
    public void A_list_has_its_keys_and_its_items()
    {
        var keyed = Assert.IsAssignableFrom<ListNode>(Each([("a", 1), ("b", 2)], i => i.Item1, i => $"<li>{i.Item2}</li>").Node);
        var plain = Assert.IsAssignableFrom<ListNode>(Each([5, 6, 7], i => $"<li>{i}</li>").Node);

        Assert.Equal(["a", "b"], Enumerable.Range(0, keyed.Count).Select(keyed.KeyAt));
        Assert.Same(Template(keyed[0]).Template, Template(keyed[1]).Template);
        Assert.True(keyed.HasKeys);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, plain.Count).Select(plain.KeyAt));
        Assert.False(plain.HasKeys);
    }

    [Fact]
    public void A_memo_is_made_when_asked_for_and_knows_what_it_depends_on()
    {
        var made = 0;
        var node = Assert.IsAssignableFrom<MemoNode>(Memo((1, "a"), () => { made++; return $"<b>x</b>"; }).Node);

        Assert.True(node.DependsOn((1, "a")));
        Assert.False(node.DependsOn((2, "a")));
        Assert.False(node.DependsOn(null));
        Assert.False(node.DependsOn("a"));
        Assert.Equal(0, made);
        Assert.Same(node.Body, node.Body);
        Assert.Equal(1, made);
        Assert.True(node.DependsOn(node.Dependencies));
    }

    [Fact]
    public void Values_are_compared_without_rendering_and_by_hash()
    {
        var (a, b, c) = (Template(Row(1, "x")), Template(Row(1, new string('x', 1))), Template(Row(2, "y")));

        Assert.True(a.Dynamic(0).SameAs(b.Dynamic(0)));
        Assert.True(a.Dynamic(1).SameAs(b.Dynamic(1)));
        Assert.False(a.Dynamic(0).SameAs(c.Dynamic(0)));
        Assert.False(a.Dynamic(1).SameAs(c.Dynamic(1)));
        Assert.False(a.Dynamic(0).SameAs(a.Dynamic(1)));
        Assert.Equal(a.HashAt(0), b.HashAt(0));
        Assert.NotEqual(a.HashAt(0), c.HashAt(0));
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(i => HtmlHash.Of(Encoding.UTF8.GetBytes($"row {i}"))).Distinct().Count());
    }

    [Fact]
    public void A_URL_of_several_holes_depends_on_the_next()
    {
        var holes = Template($"<a href=\"{"a"}{"b"}\" title=\"{"a"}{"b"}\">{"x"}</a>").Template.Holes;

        Assert.Equal([true, false, false, false, false], holes.Select(h => h.DependsOnNext));
    }

    [Fact]
    public void Statics_put_together_with_the_values_are_the_page()
    {
        Html page = $"<main class=\"{"a"}\" {Attrs.Of(("id", 1))}>{Each([1, 2], i => i, i => Row(i, "n"))}{If(true, () => $"<i>{2}</i>", () => $"")}<a href=\"{"/x"}\" hidden='{false}'>{"<"}</a></main>";

        Assert.Equal(page.ToString(), Joined(page));
    }

    [Fact]
    public void Literals_of_an_application_that_was_loaded_again_find_the_same_template()
    {
        // The literals of another load of an assembly are other objects with the same text.
        static Html Built(string open, string close)
        {
            var html = new Html(7, 1);
            html.AppendLiteral(open);
            html.AppendFormatted(1);
            html.AppendLiteral(close);
            return html;
        }

        var first = Template(Built("<em>", "</em>")).Template;
        for (var i = 0; i < 50; i++)
            Assert.Same(first, Template(Built(new string("<em>"), new string("</em>"))).Template);
    }

    [Fact]
    public void What_a_template_was_found_by_keeps_only_so_many_objects_alive()
    {
        var loads = Loads(100);
        for (var i = 0; i < 5 && loads.Count(w => w.IsAlive) > 12; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // The text that came first stays, and the last few objects for the short way.
        Assert.InRange(loads.Count(w => w.IsAlive), 0, 12);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Loads(int count)
    {
        var loads = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            var literal = new string("<kbd></kbd>");
            var html = new Html(literal.Length, 0);
            html.AppendLiteral(literal);
            Assert.Equal("<kbd></kbd>", html.ToString());
            loads.Add(new WeakReference(literal));
        }

        return loads;
    }

    private static TemplateNode Template(Html html) => Assert.IsType<TemplateNode>(html.Node);

    private static string Joined(Html html)
    {
        switch (html.Node)
        {
            case null:
                return "";
            case ListNode list:
                return string.Concat(Enumerable.Range(0, list.Count).Select(i => Joined(list[i])));
            case TemplateNode node:
                var text = new StringBuilder(node.Template.Statics[0]);
                for (var i = 0; i < node.Count; i++)
                    text.Append(node.NodeAt(i) is { } inner ? Joined(new Html(inner)) : node.TextAt(i)).Append(node.Template.Statics[i + 1]);
                return text.ToString();
            default:
                return html.ToString();
        }
    }
}
