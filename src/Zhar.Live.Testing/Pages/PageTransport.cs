using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>The browser's end of a connection in the same process.</summary>
internal sealed class PageTransport(Action<ChannelEvent> take) : SocketTransport
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

    internal override void Close(int code, string reason) => _closed.TrySetResult(code);

    internal override void Abort() => _closed.TrySetResult(1006);

    internal override void Sweep(long now)
    {
    }
}
