using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>What a client has of one tree: that of a view, or that of a component. Compares the next render with it and writes the difference.</summary>
/// <remarks>Not safe after a render that has failed half way: the process has ended then anyway. Source: Phoenix.LiveView.Diff.</remarks>
internal sealed class RenderedTree
{
    private NodeState? _root;

    /// <summary>Whether the client has anything yet.</summary>
    internal bool IsEmpty => _root is null;

    /// <summary>The template that the client has, or <c>null</c>.</summary>
    internal HtmlTemplate? Template => _root?.Template;

    /// <summary>The client has nothing any more.</summary>
    internal void Reset() => _root = null;

    /// <summary>Writes what has changed in a view into the object of the diff. <see cref="WriteComponents"/> follows when components have work.</summary>
    internal void WriteView(DiffWriter writer, Html html)
    {
        var node = Root(html);
        if (writer.Components is { } components)
        {
            components.Begin();
            if (_root is null || _root.Template != node.Template)
                components.Reset();
        }

        writer.StartTable();
        _root = WriteInline(writer, node, _root, isView: true);
        writer.EndTable();
    }

    /// <summary>Writes what has changed in components.</summary>
    internal static async ValueTask WriteComponents(DiffWriter writer, ComponentSource components)
    {
        writer.Open(Keys.Components);
        while (await components.Prepare())
        {
            while (components.TryTake(out var cid, out var html, out var tree))
            {
                var node = Root(html);
                writer.Open(cid);
                tree._root = tree.IsEmpty && components.FindAlike(node.Template) is { } alike
                    ? WriteAlike(writer, node, alike)
                    : WriteInline(writer, node, tree._root, isView: false);
                writer.Close();
                components.Written(cid, node.Template);
            }
        }

        writer.Close();
    }

    /// <summary>Writes a new component whose statics the client takes from another one.</summary>
    private static NodeState WriteAlike(DiffWriter writer, TemplateNode node, int alike)
    {
        var state = new NodeState(node.Template);
        writer.Touch();
        writer.Json.WriteNumber(Keys.Statics, alike);
        WriteHoles(writer, node, state, isFull: true);
        return state;
    }

    private static NodeState WriteInline(DiffWriter writer, TemplateNode node, NodeState? old, bool isView)
    {
        if (old is not null && old.Template == node.Template)
        {
            WriteHoles(writer, node, old, isFull: false);
            return old;
        }

        var state = new NodeState(node.Template);
        writer.WriteStatics(node.Template);

        // At the top of a view this key is the reply to an event.
        if (!isView && node.Template.HasSingleRoot)
            writer.Json.WriteNumber(Keys.Root, 1);
        WriteHoles(writer, node, state, isFull: true);
        return state;
    }

    private static TemplateNode Root(Html html) => html.Node as TemplateNode ?? (TemplateNode)((Html)$"{html}").Node!;

    // ---- templates ---------------------------------------------------------------------------------------------------

    private static void WriteHoles(DiffWriter writer, TemplateNode node, NodeState state, bool isFull)
    {
        var hashes = state.Hashes;
        for (var i = 0; i < hashes.Length; i++)
        {
            var before = state.Children?[i];
            var after = WriteHole(writer, i, node, i, ref hashes[i], before, isFull);
            if (!ReferenceEquals(before, after))
                (state.Children ??= new object?[hashes.Length])[i] = after;
        }
    }

    /// <summary>Writes one hole under <paramref name="name"/>, if it has changed.</summary>
    /// <returns>The state of the tree in it, or <c>null</c> for text.</returns>
    private static object? WriteHole(DiffWriter writer, int name, TemplateNode node, int hole, ref ulong hash, object? before, bool isFull)
    {
        var content = node.NodeAt(hole);
        if (content is not null)
            return WriteContent(writer, name, content, ref hash, before, isFull);
        writer.Text.Clear();
        var text = new HtmlWriter(writer.Text);
        node.Template.Holes[hole].Write(ref text, node, hole);
        text.Flush();
        WriteText(writer, name, ref hash, isFull || before is not null);
        return null;
    }

    private static object? WriteContent(DiffWriter writer, int name, HtmlNode? content, ref ulong hash, object? before, bool isFull)
    {
        switch (content)
        {
            case TemplateNode template:
                hash = 0;
                return WriteTemplate(writer, name, template, before as NodeState, isFull);
            case ListNode list:
                hash = 0;
                return WriteList(writer, name, list, before as ListState, isFull);
            case MemoNode memo:
                hash = 0;
                return WriteMemo(writer, name, memo, before as MemoState, isFull);
            case ComponentNode component:
                var cid = writer.Owner?.OpenSource().Meet(component) ?? throw new InvalidOperationException("A stateful component stands in a tree that has no view.");
                if (isFull || before is not ComponentSlot || hash != (ulong)cid)
                    writer.Write(name, cid);
                hash = (ulong)cid;
                return ComponentSlot.Instance;
            default:
                writer.Text.Clear();
                var text = new HtmlWriter(writer.Text);
                content?.Write(ref text);
                text.Flush();
                WriteText(writer, name, ref hash, isFull || before is not null);
                return null;
        }
    }

    private static void WriteText(DiffWriter writer, int name, ref ulong hash, bool isNew)
    {
        var now = HtmlHash.Of(writer.Text.Written);
        if (!isNew && now == hash)
            return;
        hash = now;
        writer.Write(name, writer.Text.Written);
    }

    private static NodeState WriteTemplate(DiffWriter writer, int name, TemplateNode node, NodeState? old, bool isFull)
    {
        writer.Open(name);
        NodeState state;
        if (!isFull && old is not null && old.Template == node.Template)
        {
            state = old;
            WriteHoles(writer, node, state, isFull: false);
        }
        else
        {
            state = new NodeState(node.Template);
            writer.WriteStatics(node.Template);
            if (node.Template.HasSingleRoot)
                writer.Json.WriteNumber(Keys.Root, 1);
            WriteHoles(writer, node, state, isFull: true);
        }

        writer.Close();
        return state;
    }

    private static MemoState WriteMemo(DiffWriter writer, int name, MemoNode memo, MemoState? old, bool isFull)
    {
        if (!isFull && old is not null && memo.DependsOn(old.Dependencies))
            return old;
        var state = old ?? new MemoState();
        state.Dependencies = memo.Dependencies;
        state.Child = WriteContent(writer, name, memo.Body, ref state.Hash, state.Child, isFull || old is null);
        return state;
    }

    // ---- comprehensions ----------------------------------------------------------------------------------------------

    private static ListState WriteList(DiffWriter writer, int name, ListNode list, ListState? old, bool isFull)
    {
        if (list is StreamListNode stream)
            return WriteStream(writer, name, stream, old, isFull);
        if (list.Count == 0)
            return WriteEmpty(writer, name, old, isFull);

        var template = CommonTemplate(list);
        if (isFull || old?.Template != template)
            return WriteWhole(writer, name, list, template);
        writer.Open(name);
        var ownTable = !writer.HasTable;
        if (ownTable)
            writer.StartTable();
        WriteChanges(writer, list, old!); // its template is not null, so it is there
        if (ownTable)
            writer.EndTable();
        writer.Close();
        return old!;
    }

    private static ListState WriteEmpty(DiffWriter writer, int name, ListState? old, bool isFull)
    {
        if (isFull || old is null)
        {
            writer.Write(name, ReadOnlySpan<byte>.Empty);
            return new ListState();
        }

        if (old.Count > 0)
        {
            writer.Open(name);
            writer.Open(Keys.Keyed);
            writer.Touch();
            writer.Json.WriteNumber(Keys.KeyedCount, 0);
            writer.Close();
            writer.Close();
            (old.Count, old.Keys, old.Hashes, old.Children) = (0, [], [], null);
        }

        return old;
    }

    private static ListState WriteWhole(DiffWriter writer, int name, ListNode list, HtmlTemplate template)
    {
        var holes = template.Holes.Length;
        var state = new ListState { Template = template, Count = list.Count, Keys = ListKeys.Of(list), Hashes = new ulong[list.Count * holes] };
        ListKeys.RequireUnique(state.Keys, list);
        writer.Open(name);
        writer.WriteStatics(template); // not in a table of its own: the client looks there for what is inside of the entries alone
        var ownTable = !writer.HasTable;
        if (ownTable)
            writer.StartTable();
        writer.Open(Keys.Keyed);
        for (var i = 0; i < list.Count; i++)
        {
            writer.Open(i);
            writer.Touch();
            WriteEntry(writer, list, state, i, isFull: true);
            writer.Close();
        }

        writer.Touch();
        writer.Json.WriteNumber(Keys.KeyedCount, list.Count);
        writer.Close();
        if (ownTable)
            writer.EndTable();
        writer.Close();
        return state;
    }

    private static void WriteChanges(DiffWriter writer, ListNode list, ListState state)
    {
        writer.Open(Keys.Keyed);
        var from = Rearrange(list, state, out var before);
        var (changed, moved) = (before != list.Count, false);
        for (var i = 0; i < list.Count; i++)
        {
            var old = from is null ? (i < before ? i : -1) : from[i];
            if (old >= 0 && old != i)
            {
                moved = true;
                writer.OpenMoved(i, old);
            }
            else
            {
                writer.Open(i);
                if (old < 0)
                    writer.Touch();
            }

            WriteEntry(writer, list, state, i, isFull: old < 0);
            changed |= writer.Close();
        }

        if (changed)
        {
            writer.Touch();
            if (moved)
                writer.Json.WriteBoolean(Keys.KeyedMoved, true);
            writer.Json.WriteNumber(Keys.KeyedCount, list.Count);
        }

        writer.Close();
    }

    /// <summary>Brings what is known of the entries into their new order.</summary>
    /// <returns>For each entry its old place, or -1 for a new one; <c>null</c> when all kept their places, but for some that came or went at the end.</returns>
    private static int[]? Rearrange(ListNode list, ListState state, out int before)
    {
        before = state.Count;
        var holes = state.Template!.Holes.Length; // a list that changes has a template
        var (oldKeys, oldHashes, oldChildren) = (state.Keys, state.Hashes, state.Children);
        var keys = ListKeys.Of(list);
        int[]? from = null;
        if (keys.Length > 0 || oldKeys.Length > 0)
        {
            var same = Math.Min(keys.Length, oldKeys.Length);
            var prefix = oldKeys.AsSpan(0, same).CommonPrefixLength(keys.AsSpan(0, same));
            if (prefix < same || keys.Length == 0 || oldKeys.Length == 0)
                from = ListKeys.Places(keys, oldKeys, list.Count, prefix);
            if (prefix < keys.Length)
                ListKeys.RequireUnique(keys, list);
        }

        state.Keys = keys.AsSpan().SequenceEqual(oldKeys) ? oldKeys : keys;
        if (from is null && before == list.Count)
            return null;

        state.Count = list.Count;
        state.Hashes = new ulong[list.Count * holes];
        state.Children = oldChildren is null ? null : new object?[list.Count * holes];
        for (var i = 0; i < list.Count; i++)
        {
            var old = from is null ? (i < before ? i : -1) : from[i];
            if (old < 0)
                continue;
            oldHashes.AsSpan(old * holes, holes).CopyTo(state.Hashes.AsSpan(i * holes));
            oldChildren?.AsSpan(old * holes, holes).CopyTo(state.Children.AsSpan(i * holes));
        }

        return from;
    }

    private static void WriteEntry(DiffWriter writer, ListNode list, ListState state, int entry, bool isFull)
    {
        var template = state.Template!; // set with the first entry
        var holes = template.Holes.Length;
        var content = list[entry].Node;
        var node = content as TemplateNode;
        if (node?.Template != template)
            node = null;
        for (var i = 0; i < holes; i++)
        {
            var at = (entry * holes) + i;
            var before = state.Children?[at];
            var after = node is not null
                ? WriteHole(writer, i, node, i, ref state.Hashes[at], before, isFull)
                : WriteContent(writer, i, content, ref state.Hashes[at], before, isFull);
            if (!ReferenceEquals(before, after))
                (state.Children ??= new object?[state.Hashes.Length])[at] = after;
        }
    }

    /// <summary>The template that all entries have, or one with a single hole around entries that differ.</summary>
    private static HtmlTemplate CommonTemplate(ListNode list)
    {
        if (list[0].Node is TemplateNode first)
        {
            var i = 1;
            while (i < list.Count && list[i].Node is TemplateNode next && next.Template == first.Template)
                i++;
            if (i == list.Count)
                return first.Template;
        }

        return ((TemplateNode)((Html)$"{(string?)null}").Node!).Template;
    }

    private static ListState WriteStream(DiffWriter writer, int name, StreamListNode stream, ListState? old, bool isFull)
    {
        var template = stream.Count > 0 ? CommonTemplate(stream) : old?.Template;
        var isNew = isFull || old is null || (stream.Count > 0 && old.Template != template);
        if (!stream.HasChanges && stream.Count == 0)
        {
            if (isNew)
                writer.Write(name, ReadOnlySpan<byte>.Empty);
            return isNew ? new ListState() : old!;
        }

        var state = new ListState { Template = template, Count = stream.Count };
        if (template is not null)
            state.Hashes = new ulong[stream.Count * template.Holes.Length];
        writer.Open(name);
        if (isNew || old!.Template is null) // not new, so there was one
            writer.WriteStatics(template ?? ((TemplateNode)((Html)$"").Node!).Template);
        var ownTable = !writer.HasTable;
        if (ownTable)
            writer.StartTable();
        writer.Open(Keys.Keyed);
        for (var i = 0; i < stream.Count; i++)
        {
            writer.Open(i);
            writer.Touch();
            WriteEntry(writer, stream, state, i, isFull: true);
            writer.Close();
        }

        writer.Touch();
        writer.Json.WriteNumber(Keys.KeyedCount, stream.Count);
        writer.Close();
        writer.Touch();
        writer.Json.WritePropertyName(Keys.Stream);
        stream.WriteStream(writer.Json);
        if (ownTable)
            writer.EndTable();
        writer.Close();

        // The server forgets the items; only their template is known for the next time.
        return new ListState { Template = template };
    }
}
