using System.Runtime.CompilerServices;
using Zhar.Testing;

namespace Zhar.Web.Testing;

/// <summary>One joined topic of a test's connection.</summary>
public sealed class TestChannel
{
    private readonly TestSocket _socket;

    internal TestChannel(TestSocket socket, string topic, string joinRef, ChannelEvent reply)
    {
        _socket = socket;
        Topic = topic;
        JoinRef = joinRef;
        Reply = reply;
        Pid = socket.Socket.Find(topic)?.Pid ?? default;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The ref of the join.</summary>
    public string JoinRef { get; }

    /// <summary>The answer to the join.</summary>
    public ChannelEvent Reply { get; }

    /// <summary>The channel's process.</summary>
    public Pid Pid { get; }

    internal EventLog<Broadcast>? Broadcasts { get; set; }

    /// <summary>Pushes an event with a payload of these fields.</summary>
    [OverloadResolutionPriority(1)]
    public TestPush Push(string @event, params (string Key, object? Value)[] payload) => Push(@event, Params.Of(payload));

    /// <summary>Pushes an event with a payload of any type that the JSON context knows; a <c>byte[]</c> as a binary frame.</summary>
    public TestPush Push<T>(string @event, T payload)
    {
        var @ref = _socket.NextRef();
        return new TestPush(_socket, @event, @ref, _socket.Send(JoinRef, @ref, Topic, @event, payload).AsTask());
    }

    /// <summary>Waits for an event that the client gets on this topic, by a push or a broadcast.</summary>
    public Task<ChannelEvent> AssertPush(string @event, Func<ChannelEvent, bool>? match = null, TimeSpan? timeout = null) =>
        _socket.Transport.Events.Take($"The event '{@event}' on '{Topic}'", e => Fits(e, @event) && (match is null || match(e)), timeout);

    /// <summary>Fails when the client has got such an event. What the channel was sent before is handled first; nothing waits for the clock.</summary>
    public async Task RefutePush(string @event, Func<ChannelEvent, bool>? match = null)
    {
        await Settle().ConfigureAwait(false);
        _socket.Transport.Events.Refute($"The event '{@event}' on '{Topic}'", e => Fits(e, @event) && (match is null || match(e)));
    }

    /// <summary>Waits for a broadcast on the topic. After <c>SubscribeAndJoin</c> only.</summary>
    public Task<Broadcast> AssertBroadcast(string @event, Func<Broadcast, bool>? match = null, TimeSpan? timeout = null) =>
        Subscribed().Take($"The broadcast '{@event}' on '{Topic}'", b => b.Event == @event && (match is null || match(b)), timeout);

    /// <summary>Fails when such a broadcast was made. What the channel was sent before is handled first; nothing waits for the clock.</summary>
    public async Task RefuteBroadcast(string @event, Func<Broadcast, bool>? match = null)
    {
        await Settle().ConfigureAwait(false);
        Subscribed().Refute($"The broadcast '{@event}' on '{Topic}'", b => b.Event == @event && (match is null || match(b)));
    }

    /// <summary>Sends an event to the topic's subscribers but this channel, as if the channel had.</summary>
    public void BroadcastFrom<T>(string @event, T payload) => _socket.Host.PubSub.BroadcastEventFrom(Pid, Topic, @event, payload, _socket.Host.Json.Options);

    /// <summary>Leaves the topic, and waits for the answer and the close.</summary>
    public async Task Leave()
    {
        var ends = _socket.Down(Pid);
        await Push("phx_leave").AssertReply("ok").ConfigureAwait(false);
        await AssertPush("phx_close").ConfigureAwait(false);
        await ends.ConfigureAwait(false);
    }

    /// <summary>Ends the channel's process from the server's side, and waits until it has ended.</summary>
    public async Task Close()
    {
        var ends = _socket.Down(Pid);
        new ChannelStop(ExitReason.ShutdownWith("closed")).Cast(Pid);
        await ends.ConfigureAwait(false);
    }

    /// <summary>Waits until the channel has handled what it was sent.</summary>
    public Task Settle() => _socket.Node.Run(async _ => await Sys.GetStatus(Pid).ConfigureAwait(true));

    private bool Fits(ChannelEvent e, string @event) => e.Event == @event && e.Topic == Topic && (e.JoinRef is null || e.JoinRef == JoinRef);

    private EventLog<Broadcast> Subscribed() => Broadcasts ?? throw new InvalidOperationException($"Broadcasts of '{Topic}' are recorded from SubscribeAndJoin on; this channel was joined with Join.");
}

/// <summary>A message that a test has pushed.</summary>
public sealed class TestPush
{
    private readonly TestSocket _socket;
    private readonly string _event;
    private readonly Task _sent;

    internal TestPush(TestSocket socket, string @event, string @ref, Task sent)
    {
        _socket = socket;
        _event = @event;
        Ref = @ref;
        _sent = sent;
    }

    /// <summary>Its ref.</summary>
    public string Ref { get; }

    /// <summary>Waits for the answer.</summary>
    /// <param name="status"><c>ok</c> or <c>error</c>.</param>
    /// <param name="timeout">Default 5 s.</param>
    /// <exception cref="ExpectationException">None came, or another one.</exception>
    public async Task<ChannelEvent> AssertReply(string status = "ok", TimeSpan? timeout = null)
    {
        await _sent.ConfigureAwait(false);
        var reply = await _socket.Transport.Events.Take($"The answer to '{_event}'", e => e.Event == "phx_reply" && e.Ref == Ref, timeout).ConfigureAwait(false);
        return reply.Status == status ? reply : throw new ExpectationException($"The answer to '{_event}' should have been '{status}', and is {reply}.");
    }

    /// <summary>Fails when an answer has come. What the channel was sent before is handled first.</summary>
    public async Task RefuteReply(TestChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        await _sent.ConfigureAwait(false);
        await channel.Settle().ConfigureAwait(false);
        _socket.Transport.Events.Refute($"An answer to '{_event}'", e => e.Event == "phx_reply" && e.Ref == Ref);
    }
}
