namespace Zhar.Benchmarks.Web.Clients;

/// <summary>One of many sockets in a room: it counts broadcasts and checks their order.</summary>
internal sealed class FleetSocket(Dialect dialect) : ClientSocket
{
    /// <summary>The number of the last broadcast.</summary>
    internal int Last { get; private set; }

    internal Action? OnBroadcast { get; set; }

    internal async Task Open(int port)
    {
        await Connect(port, dialect.Path);
        foreach (var message in dialect.Join)
            await Ask(message);
    }

    protected override void Take(ReadOnlySpan<byte> messages)
    {
        // SignalR may put several messages into one frame, each with its end mark.
        while (!messages.IsEmpty)
        {
            var mark = messages.IndexOf((byte)0x1e);
            var message = mark < 0 ? messages : messages[..mark];
            messages = mark < 0 ? default : messages[(mark + 1)..];
            if (dialect.Broadcast(message) is { } number)
            {
                if (number != Last + 1)
                    Disorder++;
                Last = number;
                OnBroadcast?.Invoke();
            }
            else if (dialect.IsAnswer(message))
            {
                Answered();
            }
        }
    }
}
