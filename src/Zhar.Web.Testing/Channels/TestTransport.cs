namespace Zhar.Web.Testing;

/// <summary>A client in the same process: it decodes what it is sent and keeps it.</summary>
internal sealed class TestTransport : SocketTransport
{
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EventLog<ChannelEvent> Events { get; } = new();

    /// <summary>The close code, once the server has ended the connection; 1006 when it was cut off.</summary>
    internal Task<int> Closed => _closed.Task;

    internal override string Name => "test";

    internal override bool Enqueue(Frame frame)
    {
        if (!_closed.Task.IsCompleted)
            Events.Add(ChannelEvent.Decode(frame));
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
