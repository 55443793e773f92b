using System.Security.Claims;
using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>One live view as its code and its hooks see it: who looks at it, at which address, and what goes out beside its markup. Source: Phoenix.LiveView.Socket.</summary>
public sealed class LiveSocket : IComponentOwner
{
    private static readonly TimeSpan SharedTime = TimeSpan.FromSeconds(5);

    private List<PushedEvent>? _events;
    private Dictionary<string, object?>? _assigns;
    private LiveHooks? _hooks;
    private Payload? _reply;

    internal LiveSocket(LiveHost host, LiveDefinition definition, string id)
    {
        Host = host;
        Definition = definition;
        Id = id;
    }

    /// <summary>The id of the element around the view.</summary>
    public string Id { get; }

    /// <summary>Whether this is the connected page: <c>false</c> while the first HTML is made. Source: connected?/1.</summary>
    public bool Connected => Channel is not null;

    /// <summary>Who is logged in: the principal of the request. A view reaches it as <c>Socket.User</c>; <c>User</c> alone is the application's own type.</summary>
    public ClaimsPrincipal User { get; internal init; } = new();

    /// <summary>The address of the page.</summary>
    public Uri Uri { get; internal set; } = LiveHost.NoUri;

    /// <summary>The parameters of the path and of the query of <see cref="Uri"/>.</summary>
    public Params Params { get; internal set; } = Params.Empty;

    /// <summary>What the route says that the view is there for, such as <c>edit</c>; <c>null</c> when it says nothing. Source: live_action.</summary>
    public string? Action => Route?.Action;

    /// <summary>The messages of the page.</summary>
    public Flash Flash { get; internal set; } = new();

    /// <summary>What the page's script gave to its LiveSocket, and what the client adds. Empty while disconnected. Source: get_connect_params/1.</summary>
    public Params ConnectParams { get; internal set; } = Params.Empty;

    /// <summary>The request that the page is connected by; <c>null</c> while disconnected. Source: get_connect_info/2.</summary>
    public ConnectInfo? ConnectInfo => Channel?.Socket.Assigns.GetValueOrDefault(LiveEndpoint.InfoKey) as ConnectInfo;

    /// <summary>The process of the connection; none while disconnected. Source: transport_pid/1.</summary>
    public Pid TransportPid => Channel?.Socket.Pid ?? default;

    /// <summary>The process of the view around this one; none when nothing is around it, or while disconnected. Source: parent_pid.</summary>
    public Pid ParentPid => ParentId is { } parent && Channel?.Socket.Find("lv:" + parent) is { } around ? around.Pid : default;

    /// <summary>
    /// The token of this browser against forged requests, for a form of the page that goes to a controller, as one with <c>phx-trigger-action</c>: <c>FormTag("/session", Socket.CsrfToken, …)</c>.
    /// Source: Plug.CSRFProtection.get_csrf_token/0.
    /// </summary>
    public string CsrfToken => Dead is { } dead ? dead.Page.Conn.CsrfToken : ConnectParams.Raw("_csrf_token") as string ?? "";

    /// <summary>How often the page has joined before: above 0 after a crash or a lost connection.</summary>
    public int Mounts => ConnectParams.TryGet<int>("_mounts", out var mounts) ? mounts : 0;

    /// <summary>Whether a file that the page marked with <c>phx-track-static</c> is another now. Source: static_changed?/1.</summary>
    public bool StaticChanged => ConnectParams.Contains("_track_static") && Host.IsStaticChanged(ConnectParams);

    /// <summary>Whether the view stands inside another one.</summary>
    public bool IsNested => ParentId is not null;

    /// <summary>The title of the page; <c>null</c> leaves it to the layout.</summary>
    public string? PageTitle
    {
        get;
        set
        {
            TitleChanged |= !string.Equals(field, value, StringComparison.Ordinal);
            field = value;
        }
    }

    /// <summary>The application's services, for hooks. A view takes its services as parameters of its constructor.</summary>
    public IServiceProvider Services => Host.Services;

    // ---- assigns -----------------------------------------------------------------------------------------------------

    /// <summary>Leaves a value for the view, as an on-mount hook does with the user it has found.</summary>
    public void Assign(string key, object? value) => (_assigns ??= new(StringComparer.Ordinal))[key] = value;

    /// <summary>A value that a hook has left.</summary>
    /// <exception cref="KeyNotFoundException">No hook has left it.</exception>
    public T Assigned<T>(string key) => _assigns is not null && _assigns.TryGetValue(key, out var value)
        ? (T)value!
        : throw new KeyNotFoundException($"No hook has assigned '{key}'. Assign it in an IOnMount of the live session: socket.Assign(\"{key}\", value).");

    /// <summary>
    /// The value that a hook has left here; else that of the view around this one, or of the request while first HTML is made; else what <paramref name="load"/> gives. It is left
    /// here then. So the user that a plug or the outermost view has found is not looked up again. Source: assign_new/3.
    /// </summary>
    /// <param name="key">Its name, as in <see cref="Assign"/> and in <c>conn.Assign</c>.</param>
    /// <param name="load">Loads it where nobody has it.</param>
    public async ValueTask<T> AssignNew<T>(string key, Func<ValueTask<T>> load)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(load);
        if (TryAssigned(key, out var own) && own is T here)
            return here;
        var value = await Shared(key) is T shared ? shared : await load();
        Assign(key, value);
        return value;
    }

    // ---- flash, events -----------------------------------------------------------------------------------------------

    /// <summary>Puts a message for the user. Source: put_flash/3.</summary>
    public void PutFlash(string kind, string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(message);
        Flash = Flash.With(kind, message);
        RendersComponentsOnly = false;
    }

    /// <summary>Takes the messages away, or that of one kind. Source: clear_flash/2.</summary>
    public void ClearFlash(string? kind = null)
    {
        if (Flash.Count == 0)
            return;
        var kept = new Dictionary<string, string>(Flash, StringComparer.Ordinal);
        if (kind is null)
            kept.Clear();
        else
            kept.Remove(kind);
        Flash = new Flash(kept);
        RendersComponentsOnly = false;
    }

    /// <summary>Sends an event to the scripts of the page: to <c>handleEvent</c> of hooks, and as <c>phx:name</c> on the window. Source: push_event/3.</summary>
    /// <param name="name">The event.</param>
    /// <param name="payload">Goes as JSON, by the application's JSON context.</param>
    /// <param name="beforePatch">Whether scripts get it before the page changes.</param>
    public void PushEvent<T>(string name, T payload, bool beforePatch = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_events ??= []).Add(new(name, Host.Json.Encode(payload), beforePatch));
    }

    /// <summary>Runs commands in the browser, as those of an element of the view would run. Source: push_js.</summary>
    /// <remarks>By the script of <c>LiveScripts</c>; a page that brings its own script listens for <c>phx:zhar:js</c>, as docs/live-state.md shows.</remarks>
    public void PushJs(JsCommands commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (commands.ToHtmlText() is { } text)
            (_events ??= []).Add(new("zhar:js", JsWriter.Pushed(Id, text), false));
    }

    /// <summary>What the script that has pushed the event gets, when a hook takes the event in place of the view. Source: {:halt, reply, socket}.</summary>
    /// <param name="payload">Goes as JSON, by the application's JSON context.</param>
    public void Reply<T>(T payload) => _reply = Host.Json.Encode(payload);

    // ---- navigation --------------------------------------------------------------------------------------------------

    /// <summary>Changes the address of the page; the view stays and gets <c>HandleParams</c>. Source: push_patch/2.</summary>
    /// <param name="to">A path of the same view, with its query.</param>
    /// <param name="replace">Whether the entry in the browser's history is replaced.</param>
    /// <exception cref="ArgumentException">It is no path of this site.</exception>
    public LiveAction PushPatch(string to, bool replace = false) => Navigate(new(LiveNavigationKind.Patch, LocalPathOf(to), replace));

    /// <summary>Goes to another live view over the same connection. Source: push_navigate/2.</summary>
    /// <inheritdoc cref="PushPatch"/>
    public LiveAction PushNavigate(string to, bool replace = false) => Navigate(new(LiveNavigationKind.Navigate, LocalPathOf(to), replace));

    /// <summary>Goes to another page with a request of its own. Source: redirect/2.</summary>
    /// <param name="to">A path of this site, or the address of another one when <paramref name="external"/> is set.</param>
    /// <param name="external">Whether the address may lead elsewhere. The program vouches for it.</param>
    /// <exception cref="ArgumentException">It is no path of this site.</exception>
    public LiveAction Redirect(string to, bool external = false) => Navigate(new(LiveNavigationKind.Redirect, external ? to : LocalPathOf(to), false));

    /// <summary>How the page gets from this view to a path of this site: for links of which it is not known where they lead, see <see cref="CoreComponents.LiveLink"/>. Source: navigation_type/2.</summary>
    /// <param name="to">A path, with its query.</param>
    /// <returns><see cref="NavigationType.Href"/> while disconnected, and in a view that stands inside another one.</returns>
    /// <exception cref="ArgumentException">It is no path of this site.</exception>
    public NavigationType NavigationTypeOf(string to)
    {
        var path = LocalPathOf(to);
        if (!Connected || Route is not { } route)
            return NavigationType.Href;
        try
        {
            return Uri.TryCreate(Uri, path, out var uri) && Host.Match(uri) is { } match && match.Route.Session == route.Session
                ? match.Route.Definition == route.Definition ? NavigationType.Patch : NavigationType.Navigate
                : NavigationType.Href;
        }
        catch (ParamsException)
        {
            return NavigationType.Href;
        }
    }

    /// <summary>A live view of its own inside this one: it has its own process and state, and an error in it does not reach this one. Source: live_render/3.</summary>
    /// <param name="id">Its id in the page, unique.</param>
    /// <param name="session">Values for its <c>Mount</c>; they travel through the browser, signed.</param>
    /// <param name="container">The element around it.</param>
    /// <param name="isSticky">Whether it lives on when the page navigates to another view that has it too, under the same id: for a player or a menu in the layout of a live session.</param>
    public Html LiveRender<TView>(string id, IReadOnlyList<(string Key, string Value)>? session = null, LiveContainer? container = null, bool isSticky = false)
        where TView : ILiveView => new(new NestedViewNode(this, TView.Definition, id, session ?? [], container ?? LiveContainer.Default, isSticky));

    /// <summary>Lets an object see what happens in this view before and after the view does. Source: attach_hook/4.</summary>
    /// <exception cref="InvalidOperationException">A hook of that name is there.</exception>
    public void AttachHook(string name, LiveHook hook)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(hook);
        (_hooks ??= new()).Add(name, hook);
    }

    /// <summary>Takes a hook away. Source: detach_hook/3.</summary>
    public void DetachHook(string name) => _hooks?.Remove(name);

    // ---- for the process ---------------------------------------------------------------------------------------------

    internal LiveHost Host { get; }

    internal LiveDefinition Definition { get; }

    /// <summary>The joined topic; <c>null</c> while disconnected.</summary>
    internal ChannelContext? Channel { get; init; }

    /// <summary>The request whose first HTML is made; <c>null</c> when connected.</summary>
    internal DeadRender? Dead { get; set; }

    /// <summary>What the join brought; dropped when it is answered.</summary>
    internal JoinRequest? Join { get; set; }

    /// <summary>The session, until the view is mounted.</summary>
    internal Session? Session { get; set; }

    internal LiveRoute? Route { get; set; }

    /// <summary>The view around this one.</summary>
    internal string? ParentId { get; init; }

    internal string RootId { get; init; } = "";

    internal bool IsSticky { get; init; }

    internal bool TitleChanged { get; set; }

    internal LiveNavigation? Navigation { get; set; }

    internal LiveHooks Hooks => _hooks ?? LiveHooks.None;

    /// <summary>The tokens of the views inside, by id: the same text for each render.</summary>
    internal Dictionary<string, string>? ChildTokens { get; set; }

    /// <summary>The stateful components, once there is one.</summary>
    internal ComponentTable? Components { get; private set; }

    /// <summary>The uploads, once one is allowed.</summary>
    internal UploadTable? Uploads { get; private set; }

    /// <summary>Fields beside the diff in the answer to what is handled.</summary>
    internal Payload? ReplyFields { get; set; }

    /// <summary>What is handled was for components: the view around them need not be rendered.</summary>
    internal bool RendersComponentsOnly { get; set; }

    ComponentSource? IComponentOwner.Source => Components;

    internal IReadOnlyList<PushedEvent> Events => _events ?? [];

    internal string Topic => "lv:" + Id;

    internal void PushRaw(string name, Payload payload) => (_events ??= []).Add(new(name, payload, false));

    internal void DropEvents() => _events = null;

    /// <summary>The answer of a hook, once.</summary>
    internal Payload? TakeReply()
    {
        var reply = _reply;
        _reply = null;
        return reply;
    }

    internal bool TryAssigned(string key, out object? value)
    {
        value = null;
        return _assigns?.TryGetValue(key, out value) == true;
    }

    /// <summary>The view around this one, while first HTML is made. Its process has ended.</summary>
    internal LiveSocket? Around { get; init; }

    /// <summary>How much work runs beside the view.</summary>
    internal AsyncCount AsyncWork => field ??= new();

    /// <summary>A value of whoever is around this view.</summary>
    private async ValueTask<object?> Shared(string key)
    {
        if (Dead is not null)
            return Around is { } around ? (around.TryAssigned(key, out var value) ? value : null) : Dead.Page.Conn.Assigns[key];
        var parent = ParentPid;
        if (parent.IsNone)
            return null;
        var question = new AssignedQuestion(key);
        Process.Send(parent, question);
        try
        {
            return await question.Answer.Task.WaitAsync(SharedTime);
        }
        catch (TimeoutException)
        {
            return null; // it is busy, or has ended
        }
    }

    internal UploadTable OpenUploads() => Uploads ??= new UploadTable(this);

    internal ComponentTable OpenComponents() => Components ??= new ComponentTable(this);

    ComponentSource IComponentOwner.OpenSource()
    {
        if (Components is null)
            OpenComponents().Begin();
        return OpenComponents();
    }

    /// <summary>A value that both renders need.</summary>
    internal async ValueTask<T> LoadOnce<T>(Func<ValueTask<T>> load, string key)
    {
        if (Connected && Host.Handover.TryTake<T>(Id, key, out var loaded))
            return loaded;
        var value = await load();
        if (!Connected)
            Host.Handover.Put(Id, key, value);
        return value;
    }

    /// <summary>Goes on where it is, after the page around it was sent elsewhere.</summary>
    internal void LeaveBehind()
    {
        Navigation = null;
        Flash = new Flash(); // the other page shows it
        DropEvents();
    }

    private LiveAction Navigate(LiveNavigation navigation)
    {
        if (Navigation is not null)
            throw new InvalidOperationException($"The view is on its way to \"{Navigation.To}\" already and cannot go to \"{navigation.To}\" too. Navigate once per message.");
        Navigation = navigation;
        return default;
    }

    private static string LocalPathOf(string to)
    {
        ArgumentException.ThrowIfNullOrEmpty(to);

        // Browsers read "//host" and "/\host" as addresses of other sites.
        return to[0] == '/' && (to.Length == 1 || to[1] is not ('/' or '\\')) && !to.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? to
            : throw new ArgumentException($"\"{to}\" is no path of this site: it begins with one slash. To leave the site: Redirect(url, external: true).", nameof(to));
    }
}

/// <summary>An event for the scripts of a page.</summary>
internal sealed record PushedEvent(string Name, Payload Payload, bool BeforePatch);

/// <summary>How a view sends the browser elsewhere.</summary>
internal enum LiveNavigationKind
{
    Patch,
    Navigate,
    Redirect,
}

/// <summary>Where a view sends the browser.</summary>
internal sealed record LiveNavigation(LiveNavigationKind Kind, string To, bool Replace)
{
    internal string Mode => Replace ? "replace" : "push";
}
