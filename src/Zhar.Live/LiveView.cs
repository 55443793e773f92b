using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>A page that lives on the server: a process that keeps its state, answers the browser's events, and sends what has changed.</summary>
/// <remarks>
/// <code>
/// public sealed partial class CounterLive : LiveView&lt;int&gt;
/// {
///     protected override ValueTask&lt;Mount&lt;int&gt;&gt; Mount(Params p, Session session) => new(0);
///
///     [Event] private void Increment() => State++;
///
///     protected override Html Render(int count) => $"""
///         &lt;p&gt;{count}&lt;/p&gt;
///         &lt;button phx-click="{On.Increment}"&gt;+&lt;/button&gt;
///         """;
/// }
///
/// s.Live&lt;CounterLive&gt;("/counter");
/// </code>
/// <para>The page is made twice: once as plain HTML for the request (<see cref="Connected"/> is false), then again when the browser has connected. Load what both need with
/// <see cref="LoadOnce{T}"/>; subscribe when connected.</para>
/// <para>It is a GenServer like any other: <c>[Info]</c>, <c>[Call]</c>, <c>[Cast]</c> and <c>Terminate</c> work as there, and each of them renders anew. An exception ends this page's
/// process alone, is logged with its state, and the browser joins again, its form input kept. Source: Phoenix.LiveView.</para>
/// </remarks>
/// <typeparam name="TState">A value, replaced by assignment: a record or another immutable type.</typeparam>
public abstract partial class LiveView<TState> : GenServer<TState>
{
    // Beside the state: the page is joined again after an upgrade and after a crash.
#pragma warning disable ZHAR0011
    private readonly RenderedTree _rendered = new();
    private LiveSocket _socket = null!; // set by Init
    private PersistedState<TState>? _persisted;
#pragma warning restore ZHAR0011

    // ---- who and where -----------------------------------------------------------------------------------------------

    /// <summary>The view with its connection, its address and what goes out beside the markup.</summary>
    protected LiveSocket Socket => _socket;

    /// <inheritdoc cref="LiveSocket.Connected"/>
    protected bool Connected => _socket.Connected;

    /// <inheritdoc cref="LiveSocket.Flash"/>
    protected Flash Flash => _socket.Flash;

    /// <inheritdoc cref="LiveSocket.PageTitle"/>
    protected string? PageTitle
    {
        get => _socket.PageTitle;
        set => _socket.PageTitle = value;
    }

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>Makes the first state, both for the first HTML and for the connected page.</summary>
    /// <param name="p">The parameters of the path and of the query; for a nested view none.</param>
    /// <param name="session">The session of the browser, and what the view around this one has added.</param>
    protected abstract ValueTask<Mount<TState>> Mount(Params p, Session session);

    /// <summary>Takes the parameters of the address: after <see cref="Mount"/>, and whenever the address changes. Not called for nested views. Source: handle_params/3.</summary>
    protected virtual ValueTask<LiveAction> HandleParams(Params p, Uri uri) => default;

    /// <summary>The page. Called after each message; what is equal to the last time is not sent. Reads the state and changes nothing.</summary>
    protected abstract Html Render(TState state);

    /// <summary>Gets every event that no <c>[Event]</c> handler takes. The default logs it and ends the view, as a click on something that is not there. Source: handle_event/3.</summary>
    protected virtual ValueTask<LiveAction> HandleEvent(LiveEvent liveEvent)
    {
        ArgumentNullException.ThrowIfNull(liveEvent);
        throw new UnknownEventException(_socket.Definition.Name, _socket.Definition.Type.Name, _socket.Definition.Events, liveEvent.Name);
    }

    /// <summary>What goes around the page inside of the root layout, live as the page itself. Default: the layout of the live session, if any.</summary>
    protected virtual Html Layout(Html inner) => _socket.Route?.Session.LiveLayout is { } layout ? layout(_socket, inner) : inner;

    /// <summary>Called after each render: what is only needed for it can be dropped from the state. Source: temporary_assigns.</summary>
    protected virtual TState AfterRender(TState state) => state;

    /// <summary>Which part of the state outlives the process, so that a page that joins again has it. Default: none. Asked once, when the page connects.</summary>
    protected virtual PersistedState<TState>? Persisted => null;

    /// <summary>The level of the lines about its mounts and events; <see cref="LogLevel.None"/> for none. Default: information for mounts, debug for events. Source: use Phoenix.LiveView, log.</summary>
    protected virtual LogLevel? LogAt => null;

    /// <summary>The element around the view. Default: a <c>div</c>.</summary>
    protected virtual LiveContainer Container => LiveContainer.Default;

    // ---- what handlers do --------------------------------------------------------------------------------------------

    /// <inheritdoc cref="LiveSocket.PutFlash"/>
    protected void PutFlash(string kind, string message) => _socket.PutFlash(kind, message);

    /// <inheritdoc cref="LiveSocket.ClearFlash"/>
    protected void ClearFlash(string? kind = null) => _socket.ClearFlash(kind);

    /// <inheritdoc cref="LiveSocket.PushEvent{T}"/>
    protected void PushEvent<T>(string name, T payload, bool beforePatch = false) => _socket.PushEvent(name, payload, beforePatch);

    /// <inheritdoc cref="LiveSocket.PushJs"/>
    protected void PushJs(JsCommands commands) => _socket.PushJs(commands);

    /// <inheritdoc cref="LiveSocket.PushPatch"/>
    protected LiveAction PushPatch(string to, bool replace = false) => _socket.PushPatch(to, replace);

    /// <inheritdoc cref="LiveSocket.PushNavigate"/>
    protected LiveAction PushNavigate(string to, bool replace = false) => _socket.PushNavigate(to, replace);

    /// <inheritdoc cref="LiveSocket.Redirect"/>
    protected LiveAction Redirect(string to, bool external = false) => _socket.Redirect(to, external);

    /// <summary>Answers the hook that has pushed the event. Source: the reply of handle_event/3.</summary>
    /// <param name="payload">Goes as JSON, by the application's JSON context.</param>
    protected new LiveAction Reply<T>(T payload) => new(default, _socket.Host.Json.Encode(payload));

    /// <summary>
    /// Loads a value once for both renders: the connected page takes over what the first HTML was made with, if it joins within 30 s and on the same node; else it loads again.
    /// </summary>
    /// <param name="load">Loads the value. Not kept.</param>
    /// <param name="key">Tells values of one view apart. Default: the text of <paramref name="load"/>.</param>
    protected ValueTask<T> LoadOnce<T>(Func<ValueTask<T>> load, [CallerArgumentExpression(nameof(load))] string key = "")
    {
        ArgumentNullException.ThrowIfNull(load);
        return _socket.LoadOnce(load, key);
    }

    /// <inheritdoc cref="LiveSocket.LiveRender{TView}"/>
    protected Html LiveRender<TView>(string id, IReadOnlyList<(string Key, string Value)>? session = null, LiveContainer? container = null, bool isSticky = false)
        where TView : ILiveView => _socket.LiveRender<TView>(id, session, container, isSticky);

    // ---- uploads -----------------------------------------------------------------------------------------------------

    /// <summary>Lets the page upload files; in <c>Mount</c>, for both renders. Source: allow_upload/3.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="options">What may be uploaded, and how.</param>
    /// <exception cref="InvalidOperationException">An upload of that name is allowed already.</exception>
    protected LiveUpload AllowUpload(string name, UploadOptions? options = null) => _socket.OpenUploads().Allow(name, options ?? new UploadOptions(), null);

    /// <summary>Takes an upload back; what is under way ends. Source: disallow_upload/2.</summary>
    protected void DisallowUpload(string name) => _socket.OpenUploads().Disallow(name, null);

    /// <summary>An upload that was allowed, for the template.</summary>
    /// <exception cref="InvalidOperationException">None of that name is.</exception>
    protected LiveUpload Upload(string name) => _socket.OpenUploads().Get(name, null);

    /// <summary>Takes a file out of the choice; what is under way ends. One that is gone already is no error. Source: cancel_upload/3.</summary>
    /// <param name="name">The upload.</param>
    /// <param name="reference">The <see cref="UploadEntry.Ref"/> of the file.</param>
    protected void CancelUpload(string name, string reference) => _socket.OpenUploads().Cancel(name, reference, null);

    /// <summary>Takes over all files of an upload that are there, and forgets them: the temporary file of each is deleted afterwards. Source: consume_uploaded_entries/3.</summary>
    /// <param name="name">The upload.</param>
    /// <param name="consume">Copies or moves one file, and gives what is to be known of it.</param>
    /// <returns>What <paramref name="consume"/> has given, in the order of the files.</returns>
    protected ValueTask<List<T>> ConsumeUploadedEntries<T>(string name, Func<UploadedFile, ValueTask<T>> consume) => _socket.OpenUploads().ConsumeAll(name, null, consume);

    /// <summary>As <see cref="ConsumeUploadedEntries"/>, for one file, as when it has made its last progress. Source: consume_uploaded_entry/3.</summary>
    /// <exception cref="InvalidOperationException">It is not there yet.</exception>
    protected ValueTask<T?> ConsumeUploadedEntry<T>(UploadEntry entry, Func<UploadedFile, ValueTask<T>> consume) => _socket.OpenUploads().ConsumeOne(entry, consume);

    // ---- for generated code ------------------------------------------------------------------------------------------

    /// <summary>Starts the process; the mount is its first step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Init<TState> Init(LiveSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        if (socket.Channel is { } channel)
        {
            channel.Pid = Self;
            Process.Inherit(channel.Socket.Inherited);

            // Both ways: the connection hears of this end, and this process does not outlive a connection that was killed.
            Process.Link(channel.Socket.Pid);
            if (socket.Host.Options.HibernateAfter is { } time)
                Core.Cold.HibernateAfter = time;
        }

        return Ok(default!).ThenContinue(MountStep.Instance);
    }

    /// <summary>Finds the <c>[Event]</c> handler. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask<LiveAction> DispatchEvent(LiveEvent liveEvent) => HandleEvent(liveEvent);

    /// <summary>The answer to an event whose payload does not fit its handler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask<LiveAction> InvalidEvent(LiveEvent liveEvent)
    {
        ArgumentNullException.ThrowIfNull(liveEvent);
        _socket.Host.Log.BadPayload(_socket.Definition.Name, ConnectedSocket.Shorten(liveEvent.Name), LogText.Of(liveEvent.Error));
        return default;
    }

    /// <inheritdoc/>
    protected override ValueTask DispatchContinue(object step) => step is MountStep ? RunMount() : base.DispatchContinue(step);

    private sealed class MountStep
    {
        internal static readonly MountStep Instance = new();

        public override string ToString() => "mount";
    }
}
