namespace Zhar.Data;

/// <summary>Changes while several are made at once, so that they are copied once.</summary>
internal struct ChangeBuffer(Change[] start, int room)
{
    private Change[]? _items;
    private int _count = start.Length;

    public void Put(string name, object? value)
    {
        if (IndexOf(name) is >= 0 and var at)
        {
            Writable()[at] = new(name, value);
            return;
        }

        Writable()[_count++] = new(name, value);
    }

    public void Remove(string name)
    {
        if (IndexOf(name) is not (>= 0 and var at))
            return;
        var items = Writable();
        Array.Copy(items, at + 1, items, at, --_count - at);
    }

    public readonly Change[] ToArray() => _items is null ? start : _count == _items.Length ? _items : _items[.._count];

    private readonly int IndexOf(string name)
    {
        var items = _items ?? start;
        for (var i = 0; i < _count; i++)
        {
            if ((object)items[i].Name == name || items[i].Name == name)
                return i;
        }

        return -1;
    }

    private Change[] Writable()
    {
        if (_items is null)
        {
            _items = new Change[start.Length + room];
            start.CopyTo(_items, 0);
        }

        return _items;
    }
}
