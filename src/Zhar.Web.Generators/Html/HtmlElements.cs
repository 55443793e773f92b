namespace Zhar.Web.Generators;

/// <summary>Which elements there are, and where the parser of browsers puts them elsewhere than they were written. Source: HTML Standard, section 13.2.6 (tree construction).</summary>
internal static class HtmlElements
{
    private static readonly HashSet<string> Known = HtmlNames.Set(
        "a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup " +
        "data datalist dd del details dfn dialog dir div dl dt em embed fencedframe fieldset figcaption figure font footer form frame frameset geolocation h1 h2 h3 h4 h5 h6 head " +
        "header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noembed noframes noscript " +
        "object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select selectedcontent " +
        "slot small source span strike strong style sub summary sup table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp " +
        "svg math animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix fecomponenttransfer fecomposite feconvolvematrix fediffuselighting " +
        "fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight " +
        "fespecularlighting fespotlight fetile feturbulence filter foreignobject g image line lineargradient marker mask metadata mpath path pattern polygon polyline " +
        "radialgradient rect set stop switch symbol text textpath tspan use view " +
        "annotation annotation-xml maction merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics");

    private static readonly HashSet<string> ClosesParagraph = HtmlNames.Set(
        "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul");

    private static readonly HashSet<string> Headings = HtmlNames.Set("h1 h2 h3 h4 h5 h6");

    /// <summary>What stands anywhere, tables and lists among it.</summary>
    private static readonly HashSet<string> Everywhere = HtmlNames.Set("script template style");

    /// <summary>Elements that stand in certain others only.</summary>
    private static readonly Dictionary<string, string[]> Parents = new(StringComparer.Ordinal)
    {
        ["li"] = ["ul", "ol", "menu"],
        ["tr"] = ["table", "thead", "tbody", "tfoot"],
        ["td"] = ["tr"],
        ["th"] = ["tr"],
        ["thead"] = ["table"],
        ["tbody"] = ["table"],
        ["tfoot"] = ["table"],
        ["caption"] = ["table"],
        ["colgroup"] = ["table"],
        ["col"] = ["colgroup", "table"],
        ["dt"] = ["dl", "div"],
        ["dd"] = ["dl", "div"],
        ["option"] = ["select", "datalist", "optgroup"],
        ["optgroup"] = ["select"],
    };

    /// <summary>Elements that have certain others as children only; everything else ends up before the table.</summary>
    private static readonly Dictionary<string, string[]> Children = new(StringComparer.Ordinal)
    {
        ["table"] = ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"],
        ["thead"] = ["tr"],
        ["tbody"] = ["tr"],
        ["tfoot"] = ["tr"],
        ["tr"] = ["td", "th"],
        ["colgroup"] = ["col"],
    };

    public static bool IsKnown(string name) => Known.Contains(name) || name.IndexOf('-') > 0;

    /// <summary>The element around that this one cannot stand in, and what becomes of it; <c>null</c> when all is well.</summary>
    /// <param name="name">The element.</param>
    /// <param name="open">The elements around it in this template, the innermost last. What is around the template is not known.</param>
    public static (string Around, string Reason)? Objection(string name, IReadOnlyList<string> open)
    {
        if (open.Count == 0)
            return null;
        var parent = open[open.Count - 1];
        if (IsForeign(open))
            return null;
        if (Children.TryGetValue(parent, out var children) && Array.IndexOf(children, name) < 0 && !Everywhere.Contains(name) && !(parent == "table" && name is "form" or "input"))
            return (parent, $"browsers move it out. It takes {List(children)}.");
        // In a template or an element of one's own, anything may stand.
        if (Parents.TryGetValue(name, out var parents) && Array.IndexOf(parents, parent) < 0 && parent is not ("template" or "slot" or "noscript") && parent.IndexOf('-') < 0)
            return (parent, $"it belongs in {List(parents)}.");
        if (Headings.Contains(name) && Headings.Contains(parent))
            return (parent, "a heading ends where the next one starts.");

        for (var i = open.Count - 1; i >= 0; i--)
        {
            var around = open[i];
            if (around is "p" && ClosesParagraph.Contains(name))
                return (around, "the paragraph ends before it, so that </p> closes nothing. Use <div> in place of <p>.");
            if (name == around && name is "a" or "button" or "form" && name == around)
                return (around, name == "form" ? "browsers ignore the inner form." : "the outer one ends where the inner one starts.");
            // Cells, buttons and the like start a scope of their own.
            if (around is "td" or "th" or "caption" or "button" or "object" or "template" or "table" or "marquee" or "html")
                return null;
        }

        return null;
    }

    private static bool IsForeign(IReadOnlyList<string> open)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i] is "foreignobject")
                return false;
            if (open[i] is "svg" or "math")
                return true;
        }

        return false;
    }

    private static string List(string[] names) => string.Join(names.Length == 2 ? " or " : ", ", names.Select(static n => $"<{n}>"));
}
