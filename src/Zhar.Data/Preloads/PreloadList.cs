namespace Zhar.Data;

/// <summary>The associations that a query loads with its rows, in the order they were asked for. Immutable.</summary>
internal sealed class PreloadList
{
    internal static readonly PreloadList Empty = new([]);

    private PreloadList(IReadOnlyList<Preload> items) => Items = items;

    internal IReadOnlyList<Preload> Items { get; }

    internal bool IsEmpty => Items.Count == 0;

    internal PreloadList Add(Preload preload) => new([.. Items, preload]);
}
