using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Zhar.Testing;

namespace Zhar.Web.Testing;

/// <summary>One connection of a test.</summary>
public sealed class TestSocket
{
    private readonly SocketHost _host;
    private int _ref;

    internal TestSocket(Node node, SocketHost host, ConnectedSocket socket, TestTransport transport)
    {
        Node = node;
        _host = host;
        Socket = socket;
        Transport = transport;
    }

    /// <summary>The connection, with its id and assigns.</summary>
    public ConnectedSocket Socket { get; }

    /// <summary>The process of the connection.</summary>
    public Pid Pid => Socket.Pid;

    /// <summary>Whether the server has ended the connection.</summary>
    public bool IsClosed => Transport.Closed.IsCompleted;

    internal Node Node { get; }

    internal TestTransport Transport { get; }

    internal SocketHost Host => _host;

    /// <summary>Joins a topic.</summary>
    /// <exception cref="ExpectationException">The channel refuses.</exception>
    [OverloadResolutionPriority(1)]
    public Task<TestChannel> Join(string topic, params (string Key, object? Value)[] payload) => Join(topic, Params.Of(payload));

    /// <summary>Joins a topic with a payload of any type that the JSON context knows.</summary>
    /// <exception cref="ExpectationException">The channel refuses.</exception>
    public async Task<TestChannel> Join<T>(string topic, T payload)
    {
        var (reply, channel) = await TryJoin(topic, payload).ConfigureAwait(false);
        return channel ?? throw new ExpectationException($"The join of '{topic}' was refused: {reply}.");
    }

    /// <summary>Subscribes to the topic, so that its broadcasts can be asserted, and joins it.</summary>
    /// <exception cref="ExpectationException">The channel refuses.</exception>
    [OverloadResolutionPriority(1)]
    public Task<TestChannel> SubscribeAndJoin(string topic, params (string Key, object? Value)[] payload) => SubscribeAndJoin(topic, Params.Of(payload));

    /// <summary>As above, with a payload of any type that the JSON context knows.</summary>
    public async Task<TestChannel> SubscribeAndJoin<T>(string topic, T payload)
    {
        var broadcasts = await Subscribe(topic).ConfigureAwait(false);
        var channel = await Join(topic, payload).ConfigureAwait(false);
        channel.Broadcasts = broadcasts;
        return channel;
    }

    /// <summary>Joins a topic, and gives the answer. The channel is <c>null</c> when it refused.</summary>
    public async Task<(ChannelEvent Reply, TestChannel? Channel)> TryJoin<T>(string topic, T payload)
    {
        var @ref = NextRef();
        await Send(@ref, @ref, topic, "phx_join", payload).ConfigureAwait(false);
        var reply = await Transport.Events.Take($"The answer to the join of '{topic}'", e => e.Event == "phx_reply" && e.Ref == @ref, null).ConfigureAwait(false);
        return (reply, reply.Status == "ok" ? new TestChannel(this, topic, @ref, reply) : null);
    }

    /// <summary>Sends a frame as it is, also one that no client would send.</summary>
    /// <exception cref="Exception">It is not of the protocol; over a network the connection would end.</exception>
    public async Task SendRaw(ReadOnlyMemory<byte> frame, bool isBinary = false) => await Socket.Receive(frame.Span, isBinary).ConfigureAwait(false);

    /// <summary>Waits for the next event that fits, on any topic.</summary>
    public Task<ChannelEvent> AssertEvent(string @event, Func<ChannelEvent, bool>? match = null, TimeSpan? timeout = null) =>
        Transport.Events.Take($"The event '{@event}'", e => e.Event == @event && (match is null || match(e)), timeout);

    /// <summary>Waits until the server has ended the connection.</summary>
    /// <returns>The close code; 1006 when the client was cut off.</returns>
    public Task<int> AssertClosed(TimeSpan? timeout = null) => Transport.Closed.WaitAsync(timeout ?? TestNode.DefaultTimeout);

    /// <summary>Ends the connection, as a client that goes away.</summary>
    public async Task Close()
    {
        var down = Down(Pid);
        new SocketServer.Ref(Pid).Closed();
        await down.ConfigureAwait(false);
    }

    internal string NextRef() => Interlocked.Increment(ref _ref).ToString(CultureInfo.InvariantCulture);

    internal ValueTask Send<T>(string? joinRef, string? @ref, string topic, string @event, T payload)
    {
        if (PayloadJson.IsBinary(payload, out var data))
            return Socket.Receive(BinaryPush(joinRef ?? "", @ref ?? "", topic, @event, data), isBinary: true);
        return Socket.Receive(V2Serializer.Push(_host.Json, joinRef, @ref, topic, @event, payload).Bytes.Span, isBinary: false);
    }

    /// <summary>Waits until a process has ended.</summary>
    internal Task<Down> Down(Pid pid) => Node.Run(async _ => await Process.Receive<Down>(Process.Monitor(pid), TestNode.DefaultTimeout).ConfigureAwait(true)
        ?? throw new ExpectationException($"{pid} has not ended within {TestNode.DefaultTimeout}."));

    private async Task<EventLog<Broadcast>> Subscribe(string topic)
    {
        var log = new EventLog<Broadcast>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pubSub = _host.Options.PubSub;
        Node.Spawn(async _ =>
        {
            pubSub.Subscribe(topic);
            ready.SetResult();
            while (true)
                log.Add(await Process.Receive<Broadcast>().ConfigureAwait(true));
        });
        await ready.Task.WaitAsync(TestNode.DefaultTimeout).ConfigureAwait(false);
        return log;
    }

    private static byte[] BinaryPush(string joinRef, string @ref, string topic, string @event, ReadOnlyMemory<byte> data)
    {
        var fields = new[] { joinRef, @ref, topic, @event }.Select(Encoding.UTF8.GetBytes).ToArray();
        return [0, .. fields.Select(static f => checked((byte)f.Length)), .. fields.SelectMany(static f => f), .. data.Span];
    }
}
