namespace Zhar.Live;

/// <summary>Sees what happens in a live view. Attached with <see cref="LiveSocket.AttachHook"/>. Source: Phoenix.LiveView.attach_hook/4.</summary>
/// <remarks>Each method returns whether the view, and the hooks behind this one, get it too. It may redirect through the socket.</remarks>
public abstract class LiveHook
{
    /// <summary>Before <c>HandleParams</c>.</summary>
    public virtual ValueTask<bool> OnParams(LiveSocket socket, Params p, Uri uri) => new(true);

    /// <summary>Before the handler of an event. To answer it here: <see cref="LiveSocket.Reply{T}"/>, and <c>false</c>.</summary>
    public virtual ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent) => new(true);

    /// <summary>Before the handler of a message of another process.</summary>
    public virtual ValueTask<bool> OnInfo(LiveSocket socket, object message) => new(true);

    /// <summary>Before the view takes the result of work that it has started beside itself. Source: attach_hook/4, handle_async.</summary>
    /// <param name="socket">The view.</param>
    /// <param name="name">The work.</param>
    /// <param name="error">Why it has failed; <c>null</c> when it has not.</param>
    public virtual ValueTask<bool> OnAsync(LiveSocket socket, string name, ExitReason? error) => new(true);

    /// <summary>After each render.</summary>
    public virtual void AfterRender(LiveSocket socket)
    {
    }
}
