namespace Zhar.Web;

/// <summary>Brings a broadcast to the subscribers of its topic: the one frame straight to the clients' connections, a message to channels that intercept it and to all others.</summary>
/// <remarks>Source: Phoenix.Channel.Server.dispatch/3.</remarks>
internal sealed class ChannelDispatcher : IPubSubDispatcher
{
    private const int BatchSize = 64;

    internal static ChannelDispatcher Instance { get; } = new();

    public void Dispatch(Node node, Subscribers subscribers, Pid from, object message)
    {
        FlushBatch? batch = null;
        foreach (var subscriber in subscribers)
        {
            if (subscriber.Pid == from)
                continue;
            if (subscriber.Metadata is not ChannelContext channel || message is not Broadcast broadcast)
            {
                node.Send(subscriber.Pid, message);
                continue;
            }

            if (!channel.IsOpen)
                continue;
            if (channel.Definition.Intercepts(broadcast.Event))
            {
                new ChannelPush(channel, broadcast).Cast(subscriber.Pid);
                continue;
            }

            var transport = channel.Socket.Transport;
            if (!transport.Enqueue(broadcast.Frame(channel.Socket)))
                continue;

            // Writing costs far more than queueing: large audiences are written by the pool, on all processors, while the broadcaster goes on.
            // The order of a client's frames is that of its queue.
            (batch ??= new FlushBatch()).Add(transport);
            if (batch.IsFull)
            {
                ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
                batch = null;
            }
        }

        if (batch is { IsSmall: true })
            batch.Execute();
        else if (batch is not null)
            ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
    }

    private sealed class FlushBatch : IThreadPoolWorkItem
    {
        private SocketTransport[] _transports = new SocketTransport[4];
        private int _count;

        internal bool IsFull => _count == BatchSize;

        internal bool IsSmall => _count <= 4;

        public void Execute()
        {
            for (var i = 0; i < _count; i++)
                _transports[i].Flush();
        }

        internal void Add(SocketTransport transport)
        {
            if (_count == _transports.Length)
                Array.Resize(ref _transports, Math.Min(BatchSize, _count * 4));
            _transports[_count++] = transport;
        }
    }
}
