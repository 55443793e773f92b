using Zhar.Web;

namespace Zhar.Live;

/// <summary>The place of a view inside another one, or of one that stands alone in a layout. In first HTML it has the view's markup; in a connected page an empty element, which the browser joins.</summary>
internal sealed class NestedViewNode : HtmlNode
{
    private readonly LiveSocket? _around;
    private readonly DeadPage? _page;
    private readonly IReadOnlyList<(string Key, string Value)> _session;
    private HtmlNode? _made;
    private bool _isPending;

    internal NestedViewNode(LiveSocket around, LiveDefinition definition, string id, IReadOnlyList<(string Key, string Value)> session, LiveContainer container, bool isSticky)
        : this(definition, id, session, container)
    {
        IsSticky = isSticky;
        _around = around;
        _page = around.Dead?.Page;
        around.Host.AddNested(definition);
    }

    internal NestedViewNode(DeadPage page, LiveDefinition definition, string id, IReadOnlyList<(string Key, string Value)> session, LiveContainer container)
        : this(definition, id, session, container)
    {
        _page = page;
        page.Host.AddNested(definition);
    }

    private NestedViewNode(LiveDefinition definition, string id, IReadOnlyList<(string Key, string Value)> session, LiveContainer container)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Definition = definition;
        Id = id;
        _session = session;
        Container = container;
    }

    internal LiveDefinition Definition { get; }

    internal string Id { get; }

    internal bool IsSticky { get; }

    internal LiveContainer Container { get; }

    // A sticky view outlives the one around it, so it stands alone.
    internal string? ParentId => IsSticky ? null : _around?.Id;

    internal string RootId => IsSticky || _around is null ? Id : _around.RootId;

    /// <summary>The view around it, unless it stands alone.</summary>
    internal LiveSocket? Around => IsSticky ? null : _around;

    internal Dictionary<string, string>? Values => _session.Count == 0 ? null : _session.ToDictionary(static v => v.Key, static v => v.Value, StringComparer.Ordinal);

    public override void Write(ref HtmlWriter writer)
    {
        if (_page is null)
            Connected().Node!.Write(ref writer); // an element is something
        else if (_made is not null)
            _made.Write(ref writer);
        else if (!_isPending)
        {
            _isPending = true;
            _page.Pending.Add(this);
        }
    }

    internal void Made(Html html) => _made = html.Node;

    internal SessionToken Token() => new(Id, Definition.Name, null, ParentId, RootId, Values);

    private Html Connected()
    {
        var around = _around!; // no page of a request, so a connected view
        var tokens = around.ChildTokens ??= new(StringComparer.Ordinal);

        // The same text each time, or each render would change it.
        if (!tokens.TryGetValue(Id, out var token))
            tokens.Add(Id, token = LiveTokens.Sign(around.Host, Token()));
        return LiveMarkup.Container(Container, Id, token, "", isMain: false, ParentId, IsSticky, default);
    }
}
