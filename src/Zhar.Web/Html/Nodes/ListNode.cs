namespace Zhar.Web;

/// <summary>Pieces one after the other, as <c>Each</c> makes them.</summary>
internal abstract class ListNode(Html[] items, int count) : HtmlNode
{
    public int Count => count;

    public Html this[int index] => items[index];

    /// <summary>Whether the author gave keys. Without, an item is known by its place.</summary>
    public abstract bool HasKeys { get; }

    /// <summary>What an item is known by from one render to the next.</summary>
    public abstract object KeyAt(int index);

    public override void Write(ref HtmlWriter writer)
    {
        foreach (var item in items.AsSpan(0, count))
            item.Node?.Write(ref writer);
    }
}

internal sealed class PlainListNode(Html[] items, int count) : ListNode(items, count)
{
    public override bool HasKeys => false;

    public override object KeyAt(int index) => index;
}

internal sealed class KeyedListNode<TKey>(Html[] items, TKey[] keys, int count) : ListNode(items, count)
    where TKey : notnull
{
    public override bool HasKeys => true;

    public override object KeyAt(int index) => keys[index];
}
