using System.ComponentModel;
using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>The used objects of one type that each thread has to spare, up to 128: they come back to the thread that finishes with them. For generated code, which keeps one per type.</summary>
/// <remarks>
/// Not thread statics of that type, which would be the obvious thing: the runtime frees the wrong object when a thread ends that has used one of an
/// application which is unloaded. Here the objects hang on a static field of the application, and go with it. See docs/architecture/call.md.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SparePool
{
    private const int Limit = 128;

    // By the number of the thread. Only that thread touches what is at its place; the array is exchanged for a longer one under the lock.
    private Shelf?[] _shelves = [];

    /// <summary>Takes an object of this thread, or null when it has none.</summary>
    public object? Take()
    {
        var shelves = _shelves;
        var thread = ThreadNumber.OfThisThread;
        return (uint)thread < (uint)shelves.Length && shelves[thread] is { } shelf ? shelf.Take() : null;
    }

    /// <summary>Keeps an object for this thread.</summary>
    public void Put(object spare)
    {
        ArgumentNullException.ThrowIfNull(spare);
        var shelves = _shelves;
        var thread = ThreadNumber.OfThisThread;
        ((uint)thread < (uint)shelves.Length && shelves[thread] is { } shelf ? shelf : AddShelf()).Put(spare);
    }

    private Shelf AddShelf()
    {
        var thread = ThreadNumber.Assign();
        lock (this)
        {
            if (thread >= _shelves.Length)
            {
                var longer = new Shelf?[Math.Max(thread + 1, 2 * _shelves.Length)];
                _shelves.CopyTo(longer, 0);
                longer[thread] = new Shelf();
                Volatile.Write(ref _shelves, longer);
            }

            return _shelves[thread] ??= new Shelf();
        }
    }

    private sealed class Shelf
    {
        private Item[] _items = new Item[4];
        private int _count;

        internal object? Take()
        {
            var next = _count - 1;
            var items = _items;
            if ((uint)next >= (uint)items.Length)
                return null;
            ref var item = ref items[next];
            var spare = item.Spare;
            item.Spare = null;
            _count = next;
            return spare;
        }

        internal void Put(object spare)
        {
            if (_count == _items.Length)
            {
                if (_count == Limit)
                    return;
                Array.Resize(ref _items, 2 * _count);
            }

            _items[_count++].Spare = spare;
        }

        /// <summary>A struct, because storing into an array of objects checks their type.</summary>
        private struct Item
        {
            internal object? Spare;
        }
    }
}
