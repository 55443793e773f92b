using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>The browser's end of a connection in the same process.</summary>
/// <param name="take">Gets what is sent to the browser.</param>
/// <param name="hangUp">Runs when the server ends the connection, as the end of a browser's WebSocket would tell it.</param>
internal sealed class PageTransport(Action<ChannelEvent> take, Action hangUp) : SocketTransport
{
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<int> Closed => _closed.Task;

    internal override string Name => "test";

    internal override bool Enqueue(Frame frame)
    {
        if (!_closed.Task.IsCompleted)
            take(ChannelEvent.Decode(frame));
        return false;
    }

    internal override void Flush()
    {
    }

    internal override void Close(int code, string reason) => End(code);

    internal override void Abort() => End(1006);

    internal override void Sweep(long now)
    {
    }

    private void End(int code)
    {
        if (_closed.TrySetResult(code))
            hangUp();
    }
}
