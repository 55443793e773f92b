using System.Runtime.InteropServices;

namespace Zhar.Data;

/// <summary>The rows of an association, each with the key of the owner that it belongs to.</summary>
/// <param name="rows">The rows, in their order.</param>
/// <param name="keys">For each row the owner's key.</param>
internal sealed class PreloadedRows(IReadOnlyList<object?> rows, List<PreloadKey> keys)
{
    // Each owner's rows are a chain through all rows, so that no list is made for each.
    private readonly int[] _next = new int[rows.Count];
    private Dictionary<PreloadKey, Chain>? _chains;

    internal IReadOnlyList<object?> Rows => rows;

    /// <summary>The same rows with more in them.</summary>
    internal PreloadedRows With(IReadOnlyList<object?> loaded) => ReferenceEquals(loaded, rows) ? this : new(loaded, keys);

    /// <summary>The first row of an owner, and how many there are.</summary>
    internal (int First, int Count) Of(PreloadKey owner) => (_chains ??= Link()).TryGetValue(owner, out var chain) ? (chain.First, chain.Count) : (-1, 0);

    /// <summary>The next row of the same owner.</summary>
    internal int Next(int row) => _next[row];

    private Dictionary<PreloadKey, Chain> Link()
    {
        var chains = new Dictionary<PreloadKey, Chain>();
        for (var i = 0; i < keys.Count; i++)
        {
            ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, keys[i], out var isThere);
            if (isThere)
                _next[chain.Last] = i;
            else
                chain.First = i;
            chain.Last = i;
            chain.Count++;
        }

        return chains;
    }

    private struct Chain
    {
        internal int First;
        internal int Last;
        internal int Count;
    }
}
