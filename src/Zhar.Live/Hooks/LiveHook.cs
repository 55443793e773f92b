namespace Zhar.Live;

/// <summary>Sees what happens in a live view. Attached with <see cref="LiveSocket.AttachHook"/>. Source: Phoenix.LiveView.attach_hook/4.</summary>
/// <remarks>Each method returns whether the view, and the hooks behind this one, get it too. It may redirect through the socket.</remarks>
public abstract class LiveHook
{
    /// <summary>Before <c>HandleParams</c>.</summary>
    public virtual ValueTask<bool> OnParams(LiveSocket socket, Params p, Uri uri) => new(true);

    /// <summary>Before the handler of an event.</summary>
    public virtual ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent) => new(true);

    /// <summary>Before the handler of a message of another process.</summary>
    public virtual ValueTask<bool> OnInfo(LiveSocket socket, object message) => new(true);

    /// <summary>After each render.</summary>
    public virtual void AfterRender(LiveSocket socket)
    {
    }
}
