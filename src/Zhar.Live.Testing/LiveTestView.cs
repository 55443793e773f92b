using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>A connected live view, as its page shows it. Source: Phoenix.LiveViewTest.View.</summary>
public sealed class LiveTestView : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PageConnection _connection;
    private readonly TestConn _conn;
    private readonly LiveTestView? _parent;
    private readonly Dictionary<string, LiveTestView> _children = new(StringComparer.Ordinal);
    private readonly EventLog<LiveTestNavigation> _navigations = new();
    private readonly EventLog<LivePushedEvent> _events = new();
    private readonly EventLog<string> _renders = new();
    private RenderedPage _rendered = new();
    private IDocument _page;
    private readonly Dictionary<string, LiveTestEntry> _entered = new(StringComparer.Ordinal);
    private JsonElement? _reply;
    private string? _kept;
    private string? _broken;
    private bool _closed;

    internal LiveTestView(PageConnection connection, TestConn conn, IElement container, LiveTestView? parent)
    {
        _connection = connection;
        _conn = conn;
        _parent = parent;
        Id = container.Id ?? throw new ExpectationException($"The element of the view has no id: {container.OuterHtml}");
        SessionToken = container.GetAttribute("data-phx-session");
        StaticToken = container.GetAttribute("data-phx-static");
        IsSticky = container.HasAttribute("data-phx-sticky");
        _page = PagePatch.Parse("");
    }

    /// <summary>The id of the element around the view.</summary>
    public string Id { get; }

    /// <summary>The address of the page.</summary>
    public Uri Uri { get; internal set; } = new("about:blank");

    /// <summary>The markup that the request was answered with.</summary>
    public string DeadHtml { get; internal init; } = "";

    /// <summary>The view's process.</summary>
    public Pid Pid => _connection.FindPid(Topic);

    /// <summary>The title that the view has set; <c>null</c> when it has set none since it joined.</summary>
    public string? PageTitle { get; private set; }

    /// <summary>Whether the view's process has ended.</summary>
    public bool HasEnded => Ending is not null;

    /// <summary>The markup as it is now, views inside included.</summary>
    /// <exception cref="ExpectationException">Two elements have the same id.</exception>
    public string Html
    {
        get
        {
            lock (_gate)
            {
                ThrowIfBroken();
                var page = PagePatch.Parse(_page.Body!.InnerHtml);
                foreach (var (id, child) in _children)
                {
                    if (page.GetElementById(id) is { } container)
                        container.InnerHtml = child.Html;
                }

                return page.Body!.InnerHtml;
            }
        }
    }

    /// <summary>The text that a user sees, views inside included, runs of white space as one space.</summary>
    public string Text => LiveTestElement.TextOf(PagePatch.Parse(Html).Body!);

    /// <summary>What the handler of the last event has answered with <c>Reply</c>; <c>null</c> when it has not.</summary>
    public JsonElement? Reply => _reply;

    /// <summary>The views inside this one that have joined, by their ids. Source: live_children/1.</summary>
    public IReadOnlyDictionary<string, LiveTestView> Children
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, LiveTestView>(_children, StringComparer.Ordinal);
        }
    }

    /// <summary>The numbers of the stateful components that the page has, in ascending order.</summary>
    public IReadOnlyList<int> Components
    {
        get
        {
            lock (_gate)
                return [.. _rendered.Components.Order()];
        }
    }

    internal string Topic => "lv:" + Id;

    internal string? JoinRef { get; private set; }

    internal string? SessionToken { get; private set; }

    internal string? StaticToken { get; }

    internal bool IsSticky { get; }

    internal IDocument? DeadPage { get; init; }

    private IDocument? Dead => DeadPage ?? _parent?.Dead;

    /// <summary>The messages of the page before, signed.</summary>
    private string? JoinFlash { get; init; }

    /// <summary>How often the page has joined before.</summary>
    private int Mounts { get; init; }

    /// <summary>How the process has ended, or <c>null</c>.</summary>
    internal string? Ending { get; private set; }

    // ---- look --------------------------------------------------------------------------------------------------------

    /// <summary>Waits until the view has handled all that it was sent before, and gives the markup.</summary>
    public async Task<string> Render()
    {
        await _connection.Settle(Topic).ConfigureAwait(false);
        await JoinChildren().ConfigureAwait(false);
        return Html;
    }

    /// <summary>Waits until the markup is as expected, as after a message from another process.</summary>
    /// <param name="match">Looks at the markup.</param>
    /// <param name="timeout">Default 5 s.</param>
    /// <exception cref="ExpectationException">It was not in time.</exception>
    public Task<string> WaitFor(Func<string, bool> match, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(match);
        _renders.Clear(); // how the page was before counts no more
        var now = Html;
        return match(now) ? Task.FromResult(now) : _renders.Take("The expected markup", match, timeout);
    }

    /// <summary>Waits until the work that the view and its components have started beside it is done, and gives the markup. Source: render_async/2.</summary>
    /// <param name="timeout">Default 5 s.</param>
    /// <exception cref="ExpectationException">Some of it still runs.</exception>
    public async Task<string> RenderAsync(TimeSpan? timeout = null)
    {
        var question = new AsyncQuestion();
        await _connection.Node.Run(_ =>
        {
            Process.Send(Pid, question);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        try
        {
            await question.Settled.Task.WaitAsync(timeout ?? TestNode.DefaultTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ExpectationException($"The work beside the view has not ended within {timeout ?? TestNode.DefaultTimeout}.{Environment.NewLine}{Html}");
        }

        return await Render().ConfigureAwait(false);
    }

    /// <summary>Writes the page as it is now, with what its request was answered with around it, into a file, to be looked at in a browser.</summary>
    /// <param name="path">The file. Default: one in the temporary folder.</param>
    /// <returns>Where it is.</returns>
    public async Task<string> SavePage(string? path = null)
    {
        path ??= Path.Combine(Path.GetTempPath(), $"live-page-{Id}.html");
        var page = PagePatch.Parse("");
        if (DeadPage is { } dead)
        {
            page.Head!.InnerHtml = dead.Head!.InnerHtml;
            page.Body!.InnerHtml = dead.Body!.InnerHtml;
        }

        if (page.GetElementById(Id) is { } container)
            container.InnerHtml = Html;
        else
            page.Body!.InnerHtml = Html;

        // What would connect it, or load it anew, has no server to talk to.
        foreach (var script in page.QuerySelectorAll("script").ToArray())
            script.Remove();
        await File.WriteAllTextAsync(path, page.DocumentElement.OuterHtml).ConfigureAwait(false);
        return path;
    }

    /// <summary>Opens the page in the browser of whoever runs the test, to see what it looks like there. Not for a test that is kept. Source: open_browser/2.</summary>
    /// <returns>The file that is shown.</returns>
    public async Task<string> OpenBrowser()
    {
        var path = await SavePage().ConfigureAwait(false);
        var open = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        using var started = OperatingSystem.IsWindows()
            ? System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(path) { UseShellExecute = true })
            : System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(open, [path]));
        return path;
    }

    /// <summary>An element of the page, found when it is used: exactly one fits.</summary>
    /// <param name="selector">A CSS selector.</param>
    /// <param name="text">Text that it has, or <c>null</c>.</param>
    public LiveTestElement Element(string selector, string? text = null) => new(this, selector, text, []);

    /// <summary>A form of the page with what the user has entered, by the names of its inputs: text, numbers, dates, truth values for checkboxes, lists of text.</summary>
    public LiveTestElement Form(string selector, params (string Name, object? Value)[] values) => new(this, selector, null, values);

    /// <summary>A file input of a form, with files that the user chooses. Source: file_input/4.</summary>
    /// <param name="form">Selects the form.</param>
    /// <param name="name">The name of the upload.</param>
    /// <param name="files">The files.</param>
    public LiveTestUpload FileInput(string form, string name, params LiveTestFile[] files) => new(this, _connection, form, name, files);

    /// <summary>Whether an element fits.</summary>
    /// <param name="selector">A CSS selector.</param>
    /// <param name="text">Text that it has, or <c>null</c>.</param>
    public bool Has(string selector, string? text = null) => Find(selector, text).Count > 0;

    /// <summary>How many elements fit.</summary>
    public int Count(string selector, string? text = null) => Find(selector, text).Count;

    /// <summary>The texts of the elements that fit, in the order of the page.</summary>
    public IReadOnlyList<string> Texts(string selector) => [.. Find(selector, null).Select(LiveTestElement.TextOf)];

    /// <summary>A view inside this one, by its id.</summary>
    /// <exception cref="ExpectationException">There is none that has joined.</exception>
    public LiveTestView Child(string id)
    {
        lock (_gate)
            return _children.GetValueOrDefault(id) ?? throw new ExpectationException($"The page has no view inside with the id \"{id}\". It has: {string.Join(", ", _children.Keys)}.");
    }

    // ---- do ----------------------------------------------------------------------------------------------------------

    /// <summary>Pushes an event as a hook of the page does.</summary>
    /// <param name="event">The event.</param>
    /// <param name="value">Its payload.</param>
    /// <param name="target">Selects an element of the component that gets it; default the view.</param>
    /// <returns>The reply of the handler, or <c>null</c>.</returns>
    public async Task<JsonElement?> PushHook(string @event, Params? value = null, string? target = null)
    {
        var cid = target is null ? null : ComponentOf(Single(target, null));
        await Send("hook", @event, LiveViewTest.ToJson(value ?? Params.Empty), cid).ConfigureAwait(false);
        return _reply;
    }

    /// <summary>Gives a stateful component other props, as another process would, and waits until the view has taken them. Source: send_update/3.</summary>
    /// <param name="id">The component's id.</param>
    /// <param name="props">The props.</param>
    public Task<string> SendUpdate<TComponent, TProps>(string id, TProps props)
        where TComponent : ILiveComponent<TProps>
    {
        TComponent.Definition.SendUpdate(Pid, id, props);
        return Render();
    }

    /// <summary>Follows a patch link to an address of the same view.</summary>
    /// <exception cref="ExpectationException">The address belongs to another view.</exception>
    public async Task<string> Patch(string to)
    {
        var uri = new Uri(Uri, to);
        var reply = await Push("live_patch", new JsonObject { ["url"] = uri.AbsoluteUri }).ConfigureAwait(false);
        if (reply.Payload.TryGetProperty("link_redirect", out _))
            throw new ExpectationException($"{to} is not an address of this view. A link with patch to it would load another view.");
        Uri = uri;
        await JoinChildren().ConfigureAwait(false);
        return Html;
    }

    /// <summary>Goes where the view has sent the browser: to another view over the same connection.</summary>
    /// <exception cref="ExpectationException">It has not, or the view there refuses.</exception>
    public async Task<LiveTestView> FollowNavigate()
    {
        var navigation = await _navigations.Take("A navigation", static n => n.Kind == "navigate", null).ConfigureAwait(false);
        return await NavigateTo(navigation).ConfigureAwait(false);
    }

    /// <summary>Asks for the page that the view has redirected to, with the messages that it has left.</summary>
    /// <exception cref="ExpectationException">It has not.</exception>
    public async Task<TestConn> FollowRedirect()
    {
        var navigation = await _navigations.Take("A redirect", static n => n.Kind == "redirect", null).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        var conn = navigation.Flash is { } flash ? _conn.PutCookie("__phoenix_flash__", flash) : _conn;
        return await conn.Get(navigation.To).ConfigureAwait(false);
    }

    /// <summary>
    /// Joins again as the client does: after a crash over the same connection, with what was entered into its forms sent again to <c>phx-change</c> or <c>phx-auto-recover</c>, and
    /// with what the page keeps of a persisted state.
    /// </summary>
    /// <exception cref="ExpectationException">The view still runs, or refuses the join.</exception>
    public Task<LiveTestView> Rejoin() => HasEnded
        ? JoinAgain(_connection)
        : throw new ExpectationException("The view still runs. Rejoin is for one that has crashed; to lose the connection: Reconnect().");

    /// <summary>Loses the connection and joins again over another one, as <see cref="Rejoin"/> does.</summary>
    /// <exception cref="ExpectationException">The view refuses the join.</exception>
    public async Task<LiveTestView> Reconnect()
    {
        await DisposeAsync().ConfigureAwait(false);
        return await JoinAgain(await PageConnection.Open(_conn.Conn, _connection.Parameters).ConfigureAwait(false)).ConfigureAwait(false);
    }

    // ---- expect ------------------------------------------------------------------------------------------------------

    /// <summary>Waits for an event to the scripts of the page.</summary>
    public Task<LivePushedEvent> AssertPushEvent(string name, Func<JsonElement, bool>? match = null, TimeSpan? timeout = null) =>
        _events.Take($"The event '{name}' for the page's scripts", e => e.Name == name && (match is null || match(e.Payload)), timeout);

    /// <summary>Fails when such an event has come. What the view was sent before is handled first; nothing waits for the clock.</summary>
    public async Task RefutePushEvent(string name)
    {
        await _connection.Settle(Topic).ConfigureAwait(false);
        _events.Refute($"The event '{name}' for the page's scripts", e => e.Name == name);
    }

    /// <summary>What the handler of the last event has answered with <c>Reply</c>. Source: assert_reply/3.</summary>
    /// <exception cref="ExpectationException">The last event has no such answer.</exception>
    public JsonElement AssertReply(Func<JsonElement, bool>? match = null) => _reply is { } reply && (match is null || match(reply))
        ? reply
        : throw new ExpectationException(_reply is { } other ? $"The last event was answered with {other.GetRawText()}." : "The last event was not answered: its handler has not returned Reply(…).");

    /// <summary>Fails when the view has gone elsewhere, by a patch, a navigation or a redirect. What it was sent before is handled first. Source: refute_redirected/2, refute_patched/2.</summary>
    public async Task RefuteNavigation()
    {
        await _connection.Settle(Topic).ConfigureAwait(false);
        _navigations.Refute("A patch, a navigation or a redirect", static _ => true);
    }

    /// <summary>Waits until the view changes its address.</summary>
    public Task<LiveTestNavigation> AssertPatch(string to) => Navigation("patch", to);

    /// <summary>Waits until the view sends the browser to another view. The view has ended then.</summary>
    public Task<LiveTestNavigation> AssertNavigate(string to) => Navigation("navigate", to);

    /// <summary>Waits until the view sends the browser to another page. The view has ended then.</summary>
    public Task<LiveTestNavigation> AssertRedirect(string to) => Navigation("redirect", to);

    /// <summary>Closes the page.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_parent is null && !_closed)
        {
            _closed = true;
            await _connection.Close().ConfigureAwait(false);
        }
    }

    // ---- the client --------------------------------------------------------------------------------------------------

    internal async Task<LiveTestNavigation?> Join(bool isNavigation)
    {
        var connect = LiveViewTest.ToJson(_connection.Parameters);
        connect["_mounts"] = Mounts;
        if (_kept is { } kept)
            connect["_kept"] = kept;
        connect["_mount_attempts"] = 0;
        var payload = new JsonObject { ["params"] = connect, ["session"] = SessionToken, ["static"] = StaticToken, ["sticky"] = IsSticky };
        if (_parent is null)
            payload[isNavigation ? "redirect" : "url"] = Uri.AbsoluteUri;
        if (JoinFlash is { } flash)
            payload["flash"] = flash;
        JoinRef = _connection.NextRef();
        _connection.Add(this);
        var reply = await _connection.Push(this, "phx_join", payload, JoinRef).ConfigureAwait(false);
        if (reply.Status == "ok")
        {
            await JoinChildren().ConfigureAwait(false);
            return null;
        }

        _connection.Remove(this);
        return NavigationIn(reply.Payload) ?? throw new ExpectationException($"The view refused the join: {reply.Payload.GetRawText()}. The log of the test tells why.");
    }

    internal List<IElement> Find(string selector, string? text)
    {
        lock (_gate)
        {
            ThrowIfBroken();
            return [.. _page.QuerySelectorAll(selector).Where(e => text is null || LiveTestElement.TextOf(e).Contains(text, StringComparison.Ordinal))];
        }
    }

    internal IElement Single(string selector, string? text)
    {
        var found = Find(selector, text);
        var what = text is null ? $"\"{selector}\"" : $"\"{selector}\" with the text \"{text}\"";
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ExpectationException($"No element fits {what}.{Environment.NewLine}{Html}"),
            _ => throw new ExpectationException($"{found.Count} elements fit {what}; make it more exact:{Environment.NewLine}{string.Join(Environment.NewLine, found.Select(static f => f.OuterHtml))}"),
        };
    }

    internal static int? ComponentOf(IElement element)
    {
        // What a portal has moved belongs to the component around the portal.
        var around = element.Closest($"[data-phx-component], [{PagePatch.TeleportedFrom}]");
        while (around is not null && !around.HasAttribute("data-phx-component"))
            around = element.Owner?.GetElementById(around.GetAttribute(PagePatch.TeleportedFrom) ?? "")?.Closest($"[data-phx-component], [{PagePatch.TeleportedFrom}]");
        return int.TryParse(around?.GetAttribute("data-phx-component"), CultureInfo.InvariantCulture, out var cid) ? cid : null;
    }

    /// <summary>Sends an event; the page has changed when this ends.</summary>
    internal async Task<string> Send(string type, string @event, JsonNode? value, int? cid, JsonObject? meta = null, JsonObject? uploads = null)
    {
        _reply = null;
        var payload = new JsonObject { ["type"] = type, ["event"] = @event, ["value"] = value };
        if (cid is not null)
            payload["cid"] = cid;
        if (meta is not null)
            payload["meta"] = meta;
        if (uploads is not null)
            payload["uploads"] = uploads;
        await Push("event", payload).ConfigureAwait(false);
        if (HasEnded)
            return "";
        await JoinChildren().ConfigureAwait(false);
        await DestroyComponents().ConfigureAwait(false);
        return Html;
    }

    /// <summary>Remembers what the user has entered into a form, until it is sent.</summary>
    internal void Entered(string? form, LiveTestEntry? entry)
    {
        if (form is null)
            return;
        if (entry is null)
            _entered.Remove(form);
        else
            _entered[form] = entry;
    }

    /// <summary>Sends a form by a request of its own.</summary>
    internal Task<TestConn> SendForm(string method, string action, string fields)
    {
        var to = new Uri(Uri, action).PathAndQuery;
        if (!string.Equals(method, "get", StringComparison.OrdinalIgnoreCase))
            return _conn.Send("POST", to, System.Text.Encoding.UTF8.GetBytes(fields), "application/x-www-form-urlencoded");
        return _conn.Get($"{to.Split('?')[0]}?{fields}");
    }

    internal void Go(LiveTestNavigation navigation) => _navigations.Add(navigation);

    /// <summary>Takes what the server sends, in its order.</summary>
    internal void Take(ChannelEvent e)
    {
        lock (_gate)
        {
            try
            {
                switch (e.Event)
                {
                    case "phx_reply" when e.Status == "ok":
                        TakeReply(e.Payload);
                        break;
                    case "diff":
                        TakeDiff(e.Payload);
                        break;
                    case "live_patch":
                        var patch = new LiveTestNavigation("patch", e["to"] ?? "", e["kind"] == "replace", null);
                        Uri = new Uri(Uri, patch.To);
                        _navigations.Add(patch);
                        break;
                    case "live_redirect" or "redirect":
                        _navigations.Add(new(e.Event == "redirect" ? "redirect" : "navigate", e["to"] ?? "", e["kind"] == "replace", e["flash"]));
                        break;
                    case "phx_error":
                        Ending = "it has crashed";
                        break;
                    case "phx_close":
                        Ending = "it has stopped";
                        break;
                }
            }
            catch (Exception broken) when (broken is InvalidDataException or NullReferenceException or KeyNotFoundException or InvalidOperationException)
            {
                _broken ??= $"The client cannot read what the server has sent: {broken.Message}{Environment.NewLine}{e}";
            }
        }
    }

    private void TakeReply(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            return;
        if (reply.TryGetProperty("rendered", out var rendered))
        {
            _rendered = new RenderedPage();
            TakeDiff(rendered);
        }

        if (reply.TryGetProperty("diff", out var diff))
            TakeDiff(diff);
        if (reply.TryGetProperty("live_patch", out var patch))
            Uri = new Uri(Uri, patch.GetProperty("to").GetString());
        if (NavigationIn(reply) is { } navigation)
            _navigations.Add(navigation);
    }

    private void TakeDiff(JsonElement diff)
    {
        var json = (JsonObject)JsonNode.Parse(diff.GetRawText())!;
        if (json["t"] is { } title)
            PageTitle = title.GetValue<string>();
        if (diff.TryGetProperty("e", out var events))
        {
            foreach (var e in events.EnumerateArray())
            {
                _events.Add(new(e[0].GetString()!, e[1].Clone()));
                if (e[0].GetString() == PersistedTokens.Event)
                    _kept = e[1].GetProperty("value").GetString();
            }
        }

        if (diff.TryGetProperty("r", out var reply))
            _reply = reply.Clone();
        _rendered.Merge(json);
        var (html, streams) = _rendered.ToHtml();
        _page = PagePatch.Apply(_page, html, streams);
        if (PagePatch.DuplicateId(_page) is { } id)
            _broken ??= $"Two elements have the id \"{id}\". Ids are unique in a page, or the client updates the wrong one.{Environment.NewLine}{_page.Body!.InnerHtml}";
        _renders.Add(_page.Body!.InnerHtml);
    }

    private static LiveTestNavigation? NavigationIn(JsonElement reply)
    {
        foreach (var (name, kind) in (ReadOnlySpan<(string, string)>)[("live_redirect", "navigate"), ("redirect", "redirect")])
        {
            if (reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty(name, out var to))
            {
                return new(kind, to.GetProperty("to").GetString() ?? "", to.TryGetProperty("kind", out var k) && k.GetString() == "replace",
                    to.TryGetProperty("flash", out var flash) ? flash.GetString() : null);
            }
        }

        return null;
    }

    internal async Task<ChannelEvent> Push(string @event, JsonObject payload)
    {
        if (Ending is { } ending)
            throw new ExpectationException($"The view cannot be sent '{@event}': {ending}.");
        var reply = await _connection.Push(this, @event, payload).ConfigureAwait(false);
        return reply.Status == "ok" ? reply : throw new ExpectationException($"The view answered '{@event}' with an error: {reply.Payload.GetRawText()}. The log of the test tells why.");
    }

    private async Task<LiveTestNavigation> Navigation(string kind, string to)
    {
        var found = await _navigations.Take($"A {kind}", n => n.Kind == kind, null).ConfigureAwait(false);
        return found.To == to ? found : throw new ExpectationException($"A {kind} to \"{to}\" was expected; it went to \"{found.To}\".");
    }

    /// <summary>Leaves the view; one that has sent the browser elsewhere may end by itself meanwhile.</summary>
    private async Task Leave()
    {
        try
        {
            if (!HasEnded)
                await Push("phx_leave", []).ConfigureAwait(false);
        }
        catch (ExpectationException) when (HasEnded)
        {
        }
    }

    private async Task<LiveTestView> JoinAgain(PageConnection connection)
    {
        if (_parent is not null)
            throw new ExpectationException("A view inside another one joins again with the one around it.");
        _connection.Remove(this);
        var container = PagePatch.Parse($"<div id=\"{Id}\" data-phx-session=\"{SessionToken}\" data-phx-static=\"{StaticToken}\"></div>").GetElementById(Id)!;
        var again = new LiveTestView(connection, _conn, container, null) { Uri = Uri, DeadPage = DeadPage, DeadHtml = DeadHtml, Mounts = Mounts + 1 };
        again._kept = _kept;
        if (await again.Join(false).ConfigureAwait(false) is { } navigation)
            throw new ExpectationException($"The view goes elsewhere when it joins again: {navigation}.");
        foreach (var (form, entry) in _entered)
        {
            if (again.Find("#" + form, null) is [var element])
                await new LiveTestElement(again, "#" + form, null, entry.Values).Recover(element, entry.Target).ConfigureAwait(false);
        }

        return again;
    }

    private async Task<LiveTestView> NavigateTo(LiveTestNavigation navigation)
    {
        var uri = new Uri(Uri, navigation.To);
        await Leave().ConfigureAwait(false);
        _connection.Remove(this);
        var container = PagePatch.Parse($"<div id=\"{Id}\" data-phx-session=\"{SessionToken}\" data-phx-static=\"{StaticToken}\"></div>").GetElementById(Id)!;
        var next = new LiveTestView(_connection, _conn, container, null) { Uri = uri, JoinFlash = navigation.Flash, DeadPage = DeadPage };
        if (await next.Join(true).ConfigureAwait(false) is { } again)
            throw new ExpectationException($"The view at {navigation.To} goes on elsewhere: {again}.");
        return next;
    }

    /// <summary>Joins the views that have come into the page.</summary>
    private async Task JoinChildren()
    {
        List<LiveTestView> arriving = [];
        lock (_gate)
        {
            foreach (var container in _page.QuerySelectorAll("[data-phx-session]"))
            {
                if (container.Id is not { } id || _children.ContainsKey(id))
                    continue;

                // The token of what the request has shown is in the page of the request.
                if (string.IsNullOrEmpty(container.GetAttribute("data-phx-static")) && Dead?.GetElementById(id)?.GetAttribute("data-phx-static") is { Length: > 0 } token)
                    container.SetAttribute("data-phx-static", token);
                var child = new LiveTestView(_connection, _conn, container, this) { Uri = Uri };
                _children.Add(id, child);
                arriving.Add(child);
            }
        }

        foreach (var child in arriving)
        {
            if (await child.Join(false).ConfigureAwait(false) is { } navigation)
                _navigations.Add(navigation);
        }
    }

    /// <summary>Tells the server of the components that have left the page, as the client does.</summary>
    private async Task DestroyComponents()
    {
        JsonArray gone;
        lock (_gate)
            gone = new([.. _rendered.Components.Where(cid => _page.QuerySelector($"[data-phx-component='{cid}']") is null).Select(static cid => (JsonNode)cid)]);
        if (gone.Count == 0)
            return;
        await Push("cids_will_destroy", new JsonObject { ["cids"] = gone.DeepClone() }).ConfigureAwait(false);
        var reply = await Push("cids_destroyed", new JsonObject { ["cids"] = gone }).ConfigureAwait(false);
        lock (_gate)
            _rendered.Forget([.. reply.Payload.GetProperty("cids").EnumerateArray().Select(static c => c.GetInt32())]);
    }

    private void ThrowIfBroken()
    {
        if (_broken is not null)
            throw new ExpectationException(_broken);
    }
}

/// <summary>What a user has entered into a form.</summary>
/// <param name="Values">By the names of the inputs.</param>
/// <param name="Target">The input that was changed last.</param>
internal sealed record LiveTestEntry((string Name, object? Value)[] Values, string? Target);
