using System.Globalization;

namespace Zhar.Data;

/// <summary>The order that a form asks for: which entries of a list come when, which are new, and which go. Source: sort_param and drop_param of Ecto.Changeset.cast_assoc/3.</summary>
internal static class NestedOrder
{
    /// <summary>The entries in their order, and whether the form said anything.</summary>
    public static (object? Entries, bool IsSent) Apply(Params input, string name, object? entries, string? sortParam, string? dropParam)
    {
        var sort = Positions(input, sortParam);
        var drop = Positions(input, dropParam);
        if (sort is null && drop is null)
            return (entries, false);
        if (ByPosition(entries) is not { } left)
            return (entries, true);

        foreach (var position in drop ?? [])
            left.RemoveAll(e => e.Position == position);
        var sorted = new List<object?>();
        foreach (var position in sort ?? [])
        {
            if (drop?.Contains(position) == true)
                continue;
            var at = left.FindIndex(e => e.Position == position);
            sorted.Add(at < 0 ? Params.Empty : left[at].Entry);
            if (at >= 0)
                left.RemoveAt(at);
        }

        // What the form did not sort comes before what it did.
        return (new List<object?>([.. left.Select(static e => e.Entry), .. sorted]), true);
    }

    private static List<(string Position, object? Entry)>? ByPosition(object? entries) => entries switch
    {
        null or "" => [],
        Params tree when tree.Keys.All(static k => int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out _)) =>
            [.. tree.OrderBy(static p => int.Parse(p.Key, CultureInfo.InvariantCulture)).Select(static p => (p.Key, p.Value))],
        IEnumerable<object?> list => [.. list.Select(static (e, i) => (i.ToString(CultureInfo.InvariantCulture), e))],
        _ => null,
    };

    private static List<string>? Positions(Params input, string? name) => name is null || !input.Contains(name) ? null : input.Raw(name) switch
    {
        IEnumerable<object?> list => [.. list.Select(Params.Text).Where(static p => p.Length > 0)],
        string { Length: > 0 } one => [one],
        Params tree => [.. tree.Select(static p => Params.Text(p.Value))],
        _ => [],
    };
}
