using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>A comprehension whose items the server forgets: it has only those that are inserted by this render.</summary>
internal abstract class StreamListNode(Html[] items, int count) : ListNode(items, count)
{
    public override bool HasKeys => false;

    /// <summary>Whether this render inserts, deletes or resets.</summary>
    public abstract bool HasChanges { get; }

    public override object KeyAt(int index) => index;

    /// <summary>Writes the value of <c>stream</c>: <c>[ref, [[dom_id, at, limit, update_only], …], [deleted], true?]</c>.</summary>
    public abstract void WriteStream(Utf8JsonWriter json);
}
