using System.Collections.Concurrent;

namespace Zhar.Web;

/// <summary>Writes <see cref="Attrs"/> into a tag, each value by the rules of its attribute.</summary>
internal sealed class AttrsValue(Attrs attributes) : HtmlValue
{
    /// <summary>Deepest nesting of data and aria; beyond it something contains itself.</summary>
    private const int MostLevels = 8;

    /// <summary>Most attributes whose rules are kept. A program writes few; names that come from data must not fill the memory.</summary>
    private const int MostHoles = 2048;

    private static readonly ConcurrentDictionary<(string? Element, string Name), HtmlHole> Holes = new();

    public override string Description => "Attrs";

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) => throw Misplaced();

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => throw Misplaced();

    public override string ToText(in Dynamic dynamic) => throw Misplaced();

    public void WriteTo(ref HtmlWriter writer, string? element)
    {
        foreach (var (name, value) in attributes)
            Write(ref writer, element, name, value, MostLevels);
    }

    private static void Write(ref HtmlWriter writer, string? element, string name, object? value, int levels)
    {
        if (levels == 0)
            throw new HtmlTemplateException($"The attributes under {name} are nested more than {MostLevels} levels deep.");
        switch (value)
        {
            case null:
                return;
            case IEnumerable<KeyValuePair<string, object?>> nested:
                foreach (var (key, inner) in nested)
                    Write(ref writer, element, Joined(name, key), inner, levels - 1);
                return;
            default:
                WriteOne(ref writer, element, name, Html.DynamicOf(value));
                return;
        }
    }

    private static string Joined(string outer, string inner) =>
        HtmlNames.IsAttributeName(inner) ? $"{outer}-{inner.Replace('_', '-')}" : throw new HtmlTemplateException($"\"{inner}\" cannot be part of an attribute's name.");

    private static void WriteOne(ref HtmlWriter writer, string? element, string name, Dynamic dynamic)
    {
        if (!Holes.TryGetValue((element, name), out var hole))
        {
            hole = Hole(element, name);
            if (Holes.Count < MostHoles)
                Holes[(element, name)] = hole;
        }

        hole.WriteAlone(ref writer, dynamic);
    }

    /// <summary>The rules of a template hold: this is the hole of <c>&lt;element name="{value}"&gt;</c>, without the tag around.</summary>
    private static HtmlHole Hole(string? element, string name)
    {
        var lower = name.ToLowerInvariant();
        return new(new ScannedHole(HtmlNames.ValueContext(element, lower), element ?? "", lower) { AttributeSpelling = name, IsWhole = true });
    }

    private static HtmlTemplateException Misplaced() => new("Attrs stand in a tag, <div {rest}>, not between tags or inside quotes.");
}
