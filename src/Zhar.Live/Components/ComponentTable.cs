using System.Diagnostics.CodeAnalysis;
using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The stateful components of one view. Source: Phoenix.LiveView.Diff.</summary>
internal sealed class ComponentTable(LiveSocket socket) : ComponentSource
{
    private readonly Dictionary<(LiveComponentDefinition, string), ComponentEntry> _byId = [];
    private readonly Dictionary<int, ComponentEntry> _byCid = [];
    private readonly List<ComponentEntry> _queue = [];
    private readonly Queue<ComponentEntry> _ready = [];
    private readonly Dictionary<HtmlTemplate, ComponentEntry> _alike = [];
    private int _last;
    private int _render;

    internal LiveSocket Socket => socket;

    internal int Count => _byCid.Count;

    internal override bool HasWork => _queue.Count > 0;

    // ---- what is there -----------------------------------------------------------------------------------------------

    internal bool TryFind(int cid, [NotNullWhen(true)] out ComponentEntry? entry) => _byCid.TryGetValue(cid, out entry) && entry.Component is not null;

    internal bool TryFind(LiveComponentDefinition definition, string id, [NotNullWhen(true)] out ComponentEntry? entry) =>
        _byId.TryGetValue((definition, id), out entry) && entry.Component is not null;

    /// <summary>The component renders after this message, and alone if nothing else asks for the view.</summary>
    internal void Change(ComponentEntry entry)
    {
        socket.RendersComponentsOnly = true;
        Queue(entry);
    }

    internal void Update(ComponentEntry entry, object? props)
    {
        (entry.Props, entry.NeedsUpdate) = (props, true);
        Change(entry);
    }

    /// <summary>The client is about to give components up.</summary>
    internal void MarkLeaving(IEnumerable<int> cids)
    {
        foreach (var cid in cids)
        {
            if (_byCid.TryGetValue(cid, out var entry))
                entry.IsLeaving = true;
        }
    }

    /// <summary>The client has given components up. Those that were rendered again since it said so stay.</summary>
    /// <returns>Those that are gone.</returns>
    internal List<int> Delete(IEnumerable<int> cids)
    {
        var gone = new List<int>();
        foreach (var cid in cids)
        {
            if (!_byCid.TryGetValue(cid, out var entry) || !entry.IsLeaving)
                continue;
            _byCid.Remove(cid);
            _byId.Remove((entry.Definition, entry.Id));
            _queue.Remove(entry);
            entry.Component?.Remove();
            LiveTelemetry.Left(entry);
            if (entry.Tree.Template is { } template && _alike.GetValueOrDefault(template) == entry)
                _alike.Remove(template);
            gone.Add(cid);
        }

        return gone;
    }

    // ---- renders -----------------------------------------------------------------------------------------------------

    internal override void Begin() => _render++;

    internal override int Meet(ComponentNode node)
    {
        var place = (LiveComponentNode)node; // the only kind
        if (!_byId.TryGetValue((place.Definition, place.Id), out var entry))
        {
            entry = new ComponentEntry(this, place.Definition, place.Id, ++_last) { Props = place.Props, Placed = place.Props, NeedsUpdate = true };
            _byId.Add((place.Definition, place.Id), entry);
            _byCid.Add(entry.Cid, entry);
        }
        else if (entry.MetIn == _render)
        {
            throw new HtmlTemplateException(
                $"Two components {place.Definition.ShortName} with the id \"{place.Id}\" are in one page. An id is unique among the components of a class: {place.Definition.ShortName}.Component($\"item-{{item.Id}}\", …).");
        }
        else if (!Equals(entry.Placed, place.Props))
        {
            // Not those that it was sent since: what the template says again is no news.
            (entry.Props, entry.Placed, entry.NeedsUpdate) = (place.Props, place.Props, true);
        }

        entry.MetIn = _render;
        entry.Place = socket.Connected ? null : place;
        if (entry.IsLeaving)
        {
            // Back before it was gone: the client may have forgotten any part of it.
            entry.IsLeaving = false;
            entry.Tree.Reset();
        }

        if (entry.NeedsUpdate || entry.Tree.IsEmpty)
            Queue(entry);
        return entry.Cid;
    }

    internal override async ValueTask<bool> Prepare()
    {
        if (_queue.Count == 0)
            return false;
        ComponentEntry[] level = [.. _queue];
        _queue.Clear();
        foreach (var entry in level)
            entry.IsQueued = false;
        foreach (var sameClass in level.Where(static e => e.NeedsUpdate || e.Component is null).GroupBy(static e => e.Definition).ToArray())
            await Update([.. sameClass]);

        foreach (var entry in level)
            _ready.Enqueue(entry);
        return true;
    }

    /// <summary>Mounts those of one class that are new, and gives all of them their props.</summary>
    private async ValueTask Update(ComponentEntry[] entries)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        using var activity = LiveTelemetry.BeginIn(LiveTelemetry.ComponentUpdate, entries[0])?.SetTag("count", entries.Length);
        try
        {
            foreach (var entry in entries)
            {
                if (entry.Component is not null)
                    continue;
                var component = entry.Definition.Create(socket.Services);
                component.Entry = entry;
                await component.RunMount(entry.Props);
                entry.Component = component;
            }

            await entries[0].Component.RunUpdates(entries);
        }
        catch (Exception e) when (LiveTelemetry.FailedIn(LiveTelemetry.ComponentUpdate, activity, entries[0], e))
        {
            throw;
        }

        LiveTelemetry.Updated(started, entries[0]);
        foreach (var entry in entries)
            entry.NeedsUpdate = false;
    }

    internal override bool TryTake(out int cid, out Html html, [NotNullWhen(true)] out RenderedTree? tree)
    {
        (cid, html, tree) = (0, default, null);
        if (!_ready.TryDequeue(out var entry))
            return false;
        (cid, html, tree) = (entry.Cid, Render(entry), entry.Tree);
        return true;
    }

    internal override int? FindAlike(HtmlTemplate template)
    {
        // One that the client is about to forget may be gone when the diff is there.
        if (!_alike.TryGetValue(template, out var entry) || entry.IsLeaving || entry.Tree.Template != template)
            return null;
        return entry.WrittenIn == _render ? entry.Cid : -entry.Cid;
    }

    internal override void Written(int cid, HtmlTemplate template)
    {
        var entry = _byCid[cid];
        entry.WrittenIn = _render;
        if (!_alike.TryGetValue(template, out var known) || known.IsLeaving || known.Tree.Template != template)
            _alike[template] = entry;
    }

    internal override void Reset()
    {
        _alike.Clear();
        foreach (var entry in _byCid.Values)
            entry.Tree.Reset();
    }

    /// <summary>Makes the components in first HTML, and those in them.</summary>
    internal async ValueTask MakeAll(HtmlNode? root)
    {
        Begin();
        ComponentPlaces.Find(root, this);
        while (await Prepare())
        {
            while (_ready.TryDequeue(out var entry))
            {
                var html = Render(entry);
                ComponentPlaces.Find(html.Node, this);
                entry.Place!.Made = html.Node; // it was met in this page
            }
        }
    }

    private void Queue(ComponentEntry entry)
    {
        if (entry.IsQueued)
            return;
        entry.IsQueued = true;
        _queue.Add(entry);
    }

    private static Html Render(ComponentEntry entry)
    {
        var html = entry.Component.RunRender();

        // A template that is nothing but another one around a whole element, as from a method that a hole calls.
        var node = html.Node;
        while (node is TemplateNode { Template.HasSingleRoot: false, Count: 1 } outer && outer.Template.Statics.All(string.IsNullOrWhiteSpace) && outer.NodeAt(0) is TemplateNode inner)
            node = inner;
        return node is TemplateNode { Template.HasSingleRoot: true }
            ? new Html(node)
            : throw new HtmlTemplateException($"The template of the stateful component {entry.Definition.ShortName} is not one element. Put everything into one, and nothing beside it: <div>…</div>.");
    }
}
