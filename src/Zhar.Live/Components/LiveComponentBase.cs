using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>What all stateful components have. Derive from <see cref="LiveComponent{TProps, TState}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LiveComponentBase
{
    private AsyncTasks? _tasks;

    private protected LiveComponentBase()
    {
    }

    /// <summary>Its id: it tells the component from the others of its class in the page.</summary>
    protected string Id => Entry.Id;

    /// <summary>Sends events to this component: <c>phx-target="{Myself}"</c>. Nothing while the first HTML is made. Source: <c>@myself</c>.</summary>
    protected LiveTarget Myself => LiveTarget.Component(Socket.Connected ? Entry.Cid : 0);

    /// <summary>The view around it, with its connection and its address.</summary>
    protected LiveSocket Socket => Entry.Table.Socket;

    /// <inheritdoc cref="LiveSocket.Connected"/>
    protected bool Connected => Socket.Connected;

    /// <inheritdoc cref="LiveSocket.User"/>
    protected ClaimsPrincipal User => Socket.User;

    /// <summary>Its place in the view. Set before anything else is called.</summary>
    internal ComponentEntry Entry { get; set; } = null!;

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>Gets every event for the component that no <c>[Event]</c> handler takes. The default logs it and ends the view. Source: handle_event/3.</summary>
    protected virtual ValueTask<LiveAction> HandleEvent(LiveEvent liveEvent)
    {
        ArgumentNullException.ThrowIfNull(liveEvent);
        throw new UnknownEventException(Entry.Definition.Name, Entry.Definition.ShortName, Entry.Definition.Events, liveEvent.Name);
    }

    // ---- what handlers do --------------------------------------------------------------------------------------------

    /// <inheritdoc cref="LiveSocket.PutFlash"/>
    protected void PutFlash(string kind, string message) => Socket.PutFlash(kind, message);

    /// <inheritdoc cref="LiveSocket.ClearFlash"/>
    protected void ClearFlash(string? kind = null) => Socket.ClearFlash(kind);

    /// <inheritdoc cref="LiveSocket.PushEvent{T}"/>
    protected void PushEvent<T>(string name, T payload, bool beforePatch = false) => Socket.PushEvent(name, payload, beforePatch);

    /// <inheritdoc cref="LiveSocket.PushJs"/>
    protected void PushJs(JsCommands commands) => Socket.PushJs(commands);

    /// <inheritdoc cref="LiveSocket.PushPatch"/>
    protected LiveAction PushPatch(string to, bool replace = false) => Socket.PushPatch(to, replace);

    /// <inheritdoc cref="LiveSocket.PushNavigate"/>
    protected LiveAction PushNavigate(string to, bool replace = false) => Socket.PushNavigate(to, replace);

    /// <inheritdoc cref="LiveSocket.Redirect"/>
    protected LiveAction Redirect(string to, bool external = false) => Socket.Redirect(to, external);

    /// <summary>Answers the hook that has pushed the event.</summary>
    /// <param name="payload">Goes as JSON, by the application's JSON context.</param>
    protected LiveAction Reply<T>(T payload) => new(default, Socket.Host.Json.Encode(payload));

    /// <summary>Sends a message to the view around the component, which takes it with <c>[Info]</c>. Source: send(self(), message).</summary>
    protected static void SendToView(object message) => Process.Send(Process.Self, message);

    /// <summary>As <c>LoadOnce</c> of a view: what the first HTML was made with is taken over by the connected page.</summary>
    /// <param name="load">Loads the value. Not kept.</param>
    /// <param name="key">Tells values of one component apart. Default: the text of <paramref name="load"/>.</param>
    protected ValueTask<T> LoadOnce<T>(Func<ValueTask<T>> load, [CallerArgumentExpression(nameof(load))] string key = "")
    {
        ArgumentNullException.ThrowIfNull(load);
        return Socket.LoadOnce(load, $"{Entry.Definition.Name}\n{Id}\n{key}");
    }

    /// <summary>Runs work beside the view. Only in a connected page. Source: start_async/4.</summary>
    /// <param name="name">Names it, for <see cref="CancelAsync"/>; a second one of a name in this component replaces the first.</param>
    /// <param name="work">Runs in a process of its own, which ends with the component; the token is cancelled then.</param>
    /// <param name="done">Runs in the view when the work is done or has failed. The component renders after it.</param>
    /// <exception cref="InvalidOperationException">The view is not connected.</exception>
    protected void StartAsync<T>(string name, Func<CancellationToken, Task<T>> work, Action<AsyncResult<T>> done)
    {
        ArgumentNullException.ThrowIfNull(done);
        (_tasks ??= new(Socket)).Start(name, work, result =>
        {
            Entry.Table.Change(Entry);
            done(result);
        });
    }

    /// <summary>Ends work that was started under a name. False: none is under way. Source: cancel_async/3.</summary>
    protected bool CancelAsync(string name) => _tasks?.Cancel(name) == true;

    // ---- uploads -----------------------------------------------------------------------------------------------------

    /// <summary>Lets the page upload files; in <c>Mount</c>, for both renders. Source: allow_upload/3.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="options">What may be uploaded, and how.</param>
    /// <exception cref="InvalidOperationException">An upload of that name is allowed already.</exception>
    protected LiveUpload AllowUpload(string name, UploadOptions? options = null) => Socket.OpenUploads().Allow(name, options ?? new UploadOptions(), Entry);

    /// <summary>Takes an upload back; what is under way ends. Source: disallow_upload/2.</summary>
    protected void DisallowUpload(string name) => Socket.OpenUploads().Disallow(name, Entry);

    /// <summary>An upload that was allowed, for the template.</summary>
    /// <exception cref="InvalidOperationException">None of that name is.</exception>
    protected LiveUpload Upload(string name) => Socket.OpenUploads().Get(name, Entry);

    /// <summary>Takes a file out of the choice; what is under way ends. One that is gone already is no error. Source: cancel_upload/3.</summary>
    /// <param name="name">The upload.</param>
    /// <param name="reference">The <see cref="UploadEntry.Ref"/> of the file.</param>
    protected void CancelUpload(string name, string reference) => Socket.OpenUploads().Cancel(name, reference, Entry);

    /// <summary>Takes over all files of an upload that are there, and forgets them: the temporary file of each is deleted afterwards. Source: consume_uploaded_entries/3.</summary>
    /// <param name="name">The upload.</param>
    /// <param name="consume">Copies or moves one file, and gives what is to be known of it.</param>
    /// <returns>What <paramref name="consume"/> has given, in the order of the files.</returns>
    protected ValueTask<List<T>> ConsumeUploadedEntries<T>(string name, Func<UploadedFile, ValueTask<T>> consume) => Socket.OpenUploads().ConsumeAll(name, Entry, consume);

    /// <summary>As <see cref="ConsumeUploadedEntries"/>, for one file, as when it has made its last progress. Source: consume_uploaded_entry/3.</summary>
    /// <exception cref="InvalidOperationException">It is not there yet.</exception>
    protected ValueTask<T?> ConsumeUploadedEntry<T>(UploadEntry entry, Func<UploadedFile, ValueTask<T>> consume) => Socket.OpenUploads().ConsumeOne(entry, consume);

    // ---- for generated code ------------------------------------------------------------------------------------------

    /// <summary>Finds the <c>[Event]</c> handler. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask<LiveAction> DispatchEvent(LiveEvent liveEvent) => HandleEvent(liveEvent);

    /// <summary>The answer to an event whose payload does not fit its handler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask<LiveAction> InvalidEvent(LiveEvent liveEvent)
    {
        ArgumentNullException.ThrowIfNull(liveEvent);
        Socket.Host.Log.BadPayload(Entry.Definition.Name, ConnectedSocket.Shorten(liveEvent.Name), liveEvent.Error);
        return default;
    }

    // ---- for the view ------------------------------------------------------------------------------------------------

    internal ValueTask<LiveAction> Take(LiveEvent liveEvent) => DispatchEvent(liveEvent);

    /// <summary>Makes the first state.</summary>
    internal abstract ValueTask RunMount(object? props);

    /// <summary>Gives all of one class their props.</summary>
    internal abstract ValueTask RunUpdates(IReadOnlyList<ComponentEntry> entries);

    internal abstract Html RunRender();

    /// <summary>The page has it no more.</summary>
    internal void Remove()
    {
        _tasks?.CancelAll();
        Socket.Uploads?.Remove(Entry);
    }
}
