using System.Globalization;
using System.Runtime.InteropServices;
using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>What entries of a comprehension are known by: a hash of each key, with the secret of this run.</summary>
internal static class ListKeys
{
    internal static ulong[] Of(ListNode list)
    {
        if (!list.HasKeys || list.Count == 0)
            return [];
        var keys = new ulong[list.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Hash(list.KeyAt(i));
        return keys;
    }

    /// <exception cref="HtmlTemplateException">A key comes twice.</exception>
    internal static void RequireUnique(ulong[] keys, ListNode list)
    {
        var seen = new HashSet<ulong>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (!seen.Add(keys[i]))
                throw new HtmlTemplateException($"The key {list.KeyAt(i)} comes twice in one Each. A key is unique among the items: take the primary key, Each(users, u => u.Id, u => …).");
        }
    }

    /// <summary>For each entry the place that it had, or -1. The first <paramref name="prefix"/> entries are where they were.</summary>
    internal static int[] Places(ulong[] keys, ulong[] old, int count, int prefix)
    {
        var places = new Dictionary<ulong, int>(old.Length - prefix);
        for (var i = prefix; i < old.Length; i++)
            places[old[i]] = i;
        var from = new int[count];
        for (var i = 0; i < count; i++)
            from[i] = i < prefix ? i : i < keys.Length && places.TryGetValue(keys[i], out var place) ? place : -1;
        return from;
    }

    private static ulong Hash(object key)
    {
        switch (key)
        {
            case int number:
                return Hash(number);
            case long number:
                return Hash(number);
            case string text:
                return HtmlHash.Of(MemoryMarshal.AsBytes(text.AsSpan()));
            default:
                var name = key is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : key.ToString();
                return HtmlHash.Of(MemoryMarshal.AsBytes(name.AsSpan()));
        }
    }

    private static ulong Hash(long number) => HtmlHash.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));
}
