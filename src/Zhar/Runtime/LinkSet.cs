namespace Zhar.Runtime;

/// <summary>
/// A set of links and monitors in one field: nothing, one entry, an array of two to eight, then a set. Most processes have one, which
/// costs no extra byte. Entries compare by identity: a link is the peer's <see cref="PidTarget"/>, a monitor its
/// <see cref="MonitorRef"/>. The owner's lock guards it.
/// </summary>
internal struct LinkSet
{
    private const int ArrayLimit = 8;
    private object? _entries;

    public readonly bool IsEmpty => _entries is null;

    /// <summary>The entry, when it stands in the field itself.</summary>
    public readonly object? Only => _entries is object?[] or IdentitySet ? null : _entries;

    public bool Add(object entry)
    {
        switch (_entries)
        {
            case null:
                _entries = entry;
                return true;
            case IdentitySet set: // first: a test for an array of objects takes longer
                return set.Add(entry);
            case object?[] array:
                var free = -1;
                for (var i = 0; i < array.Length; i++)
                {
                    if (ReferenceEquals(array[i], entry))
                        return false;
                    if (array[i] is null && free < 0)
                        free = i;
                }

                if (free < 0)
                {
                    free = array.Length;
                    if (array.Length >= ArrayLimit)
                    {
                        var many = new IdentitySet();
                        foreach (var known in array)
                            many.Add(known!); // none is free
                        _entries = many;
                        return many.Add(entry);
                    }

                    Array.Resize(ref array, array.Length * 2);
                    _entries = array;
                }

                array[free] = entry;
                return true;
            default:
                if (ReferenceEquals(_entries, entry))
                    return false;
                _entries = new object?[] { _entries, entry };
                return true;
        }
    }

    public bool Remove(object entry)
    {
        switch (_entries)
        {
            case null:
                return false;
            case IdentitySet set:
                return set.Remove(entry);
            case object?[] array:
                var index = Array.IndexOf(array, entry);
                if (index < 0)
                    return false;
                array[index] = null;
                return true;
            default:
                if (!ReferenceEquals(_entries, entry))
                    return false;
                _entries = null;
                return true;
        }
    }

    public readonly bool Contains(object entry) => _entries switch
    {
        null => false,
        object?[] array => Array.IndexOf(array, entry) >= 0,
        IdentitySet set => set.Contains(entry),
        _ => ReferenceEquals(_entries, entry),
    };

    public readonly List<object>? Copy() => _entries switch
    {
        null => null,
        object?[] array => [.. array.OfType<object>()],
        IdentitySet set => set.ToList(),
        _ => [_entries],
    };
}
