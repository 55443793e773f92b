using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>A conversation of one client on one topic: a process that answers what the client pushes and pushes to it.</summary>
/// <remarks>
/// <code>
/// public sealed partial class RoomChannel : Channel&lt;RoomChannel.Room&gt;
/// {
///     public sealed record Room(string Name);
///
///     private Join&lt;Room&gt; Join(string topic, Params p) => p.Get("secret") == "sesame" ? new Room(Subtopic) : Refuse("unauthorized");
///
///     [HandleIn("new_msg")] private void NewMessage(Message m) => Broadcast("new_msg", m);
///     [HandleIn("ping")] private Pong Ping() => new(State.Name);
///     [Info] private void OnTick(Tick tick) => Push("tick", tick);
/// }
/// </code>
/// <para><c>Join</c> is a method of the class's own. Its first parameter, a string, is the topic; the rest are as in <see cref="HandleInAttribute"/>. It returns
/// <see cref="Join{TState}"/>, or a <c>ValueTask</c> or <c>Task</c> of it.</para>
/// <para>It is a GenServer like any other: <c>[Info]</c>, <c>[Call]</c>, <c>[Cast]</c>, <c>[Continue]</c> and <c>Terminate</c> work as there. An exception ends the
/// channel; the client is told <c>phx_error</c> and joins again. Source: Phoenix.Channel.</para>
/// </remarks>
/// <typeparam name="TState">A value, replaced by assignment: a record or another immutable type.</typeparam>
public abstract class Channel<TState> : GenServer<TState>, IChannelServer
{
    // Beside the state: the connection is made anew, and joined again, after an upgrade and after a crash.
#pragma warning disable ZHAR0011
    private ChannelContext _channel = null!; // set by Init
    private bool _joined;
#pragma warning restore ZHAR0011

    /// <summary>The topic that the client has joined.</summary>
    protected string Topic => _channel.Topic;

    /// <summary>What stands for the <c>*</c> of the route: <c>"7"</c> for the topic <c>room:7</c> under <c>room:*</c>.</summary>
    protected string Subtopic => _channel.Subtopic;

    /// <summary>The connection: its id and what <c>Connect</c> assigned.</summary>
    protected ConnectedSocket Socket => _channel.Socket;

    // ---- results -----------------------------------------------------------------------------------------------------

    /// <summary>Lets the client join.</summary>
    protected static new Join<TState> Ok(TState state) => new(true, state, null);

    /// <summary>Lets the client join, with an answer for it.</summary>
    protected static Join<TState> Ok<T>(TState state, T reply) => new(true, state, Encoder(reply));

    /// <summary>Refuses the join with <c>{"reason": …}</c>.</summary>
    protected static Join<TState> Refuse(string reason) => Refuse(ErrorPayload.Of(reason));

    /// <summary>Refuses the join with a payload.</summary>
    protected static Join<TState> Refuse<T>(T payload) => new(false, default, Encoder(payload));

    /// <summary>Answers <c>ok</c>.</summary>
    protected static ChannelReply ReplyOk() => new("ok", static reply => reply.Ok(), default);

    /// <summary>Answers <c>ok</c> with a payload.</summary>
    protected static ChannelReply ReplyOk<T>(T payload) => new("ok", reply => reply.Ok(payload), default);

    /// <summary>Answers <c>error</c> with <c>{"reason": …}</c>.</summary>
    protected static ChannelReply ReplyError(string reason) => new("error", reply => reply.Error(reason), default);

    /// <summary>Answers <c>error</c> with a payload.</summary>
    protected static ChannelReply ReplyError<T>(T payload) => new("error", reply => reply.Error(payload), default);

    // ---- sending -----------------------------------------------------------------------------------------------------

    /// <summary>Pushes an event without a payload to this client.</summary>
    protected void Push(string @event) => Push(@event, PayloadJson.Empty);

    /// <summary>Pushes an event to this client. A <c>byte[]</c> goes as binary data, all else as JSON.</summary>
    /// <exception cref="InvalidOperationException">The client has not joined yet, or the JSON context does not know the type.</exception>
    protected void Push<T>(string @event, T payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(@event);
        if (!_joined)
            throw new InvalidOperationException($"{GetType().Name} cannot push before the client has joined. Return Ok(state).ThenContinue(step) from Join and push in the [Continue] handler.");
        Socket.Transport.Send(Socket.Push(_channel.JoinRef, null, Topic, @event, payload));
    }

    /// <summary>Sends an event without a payload to all clients of this topic.</summary>
    protected void Broadcast(string @event) => Broadcast(@event, PayloadJson.Empty);

    /// <summary>Sends an event to all clients of this topic, on all nodes, this one among them. It is encoded once.</summary>
    protected void Broadcast<T>(string @event, T payload) => Socket.Host.Options.PubSub.Broadcast(Topic, Message(@event, payload), ChannelDispatcher.Instance);

    /// <summary>As above, but not to this client.</summary>
    protected void BroadcastFrom<T>(string @event, T payload) => Socket.Host.Options.PubSub.BroadcastFrom(Self, Topic, Message(@event, payload), ChannelDispatcher.Instance);

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>Gets every event of the client that no <c>[HandleIn]</c> takes. The default logs it and answers <c>{"reason": "unmatched event"}</c>.</summary>
    protected virtual ValueTask<ChannelReply> HandleIn(string @event, Payload payload)
    {
        Socket.Host.Log.UnknownEvent(_channel.Definition.Name, ConnectedSocket.Shorten(@event), ConnectedSocket.Shorten(Topic));
        return new(ReplyError("unmatched event"));
    }

    /// <inheritdoc/>
    protected override ValueTask<Next> HandleInfo(object message) => base.HandleInfo(message);

    // ---- for generated code ------------------------------------------------------------------------------------------

    /// <summary>Starts the process; the join itself is its first step. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Init<TState> Init(ChannelContext channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _channel = channel;
        channel.Pid = Self;
        Process.Inherit(channel.Socket.Inherited);

        // Both ways: the connection hears of this end, and this process does not outlive a connection that was killed.
        Process.Link(channel.Socket.Pid);
        if (channel.Definition.HibernateAfterSeconds is > 0 and var seconds)
            Core.Cold.HibernateAfter = TimeSpan.FromSeconds(seconds);
        return GenServer<TState>.Ok(default!).ThenContinue(JoinStep.Instance);
    }

    /// <summary>Calls <c>Join</c>. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask<Join<TState>> DispatchJoin(ChannelPush join) => throw new InvalidOperationException(
        $"{GetType().Name} has no Join. Add: private Join<{typeof(TState).Name}> Join(string topic) => Ok(…);");

    /// <summary>Finds the <c>[HandleIn]</c> of an event. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask DispatchIn(ChannelPush push)
    {
        ArgumentNullException.ThrowIfNull(push);
        return Answer(push, HandleIn(push.Event, push.Body));
    }

    /// <summary>Finds the <c>[HandleOut]</c> of an event. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask DispatchOut(ChannelPush push) => throw new UnreachableException($"{GetType().Name} intercepts '{push?.Event}' without a handler. Please report this.");

    /// <summary>The answer to a join whose payload does not fit.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask<Join<TState>> InvalidJoin(ChannelPush join)
    {
        ReportBadPayload(join);
        return new(Refuse("invalid payload"));
    }

    /// <summary>The answer to a message whose payload does not fit.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask Invalid(ChannelPush push)
    {
        ReportBadPayload(push);
        if (push.Of == ChannelPush.Kind.In)
            push.Reply.Error("invalid payload");
        return default;
    }

    /// <summary>Sends what a handler returned.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask Answer(ChannelPush push, ChannelReply reply)
    {
        ArgumentNullException.ThrowIfNull(push);
        reply.Send?.Invoke(push.Reply);
        Apply(reply.Next);
        return default;
    }

    /// <summary>As above, for an asynchronous handler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async ValueTask Answer(ChannelPush push, ValueTask<ChannelReply> pending) => await Answer(push, await pending);

    /// <summary>Sends a value that a handler returned as the answer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask AnswerOk<T>(ChannelPush push, T payload)
    {
        ArgumentNullException.ThrowIfNull(push);
        push.Reply.Ok(payload);
        return default;
    }

    /// <summary>As above, for an asynchronous handler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async ValueTask AnswerOk<T>(ChannelPush push, ValueTask<T> pending) => await AnswerOk(push, await pending);

    /// <inheritdoc/>
    protected override ValueTask DispatchContinue(object step) => step is JoinStep ? RunJoin() : base.DispatchContinue(step);

    // ---- the process -------------------------------------------------------------------------------------------------

    // The generator of servers sees no [HandleIn], and a join may await too.
    internal sealed override bool MayAwait => true;

    async ValueTask IChannelServer.Handle(ChannelPush push)
    {
        if (push.Of == ChannelPush.Kind.Out)
        {
            if (_joined && _channel.IsOpen)
                await DispatchOut(push);
            return;
        }

        _channel.Taken(push);
        if (!_joined)
            return;
        if (push.Event == "phx_leave")
        {
            _channel.MoveTo(ChannelContext.Step.Leaving);
            push.Reply.Ok();
            Apply(Stop(ExitReason.ShutdownWith("left")));
            return;
        }

        var host = Socket.Host;
        if (!SocketTelemetry.MeasuresMessages && !host.Log.IsEnabled(LogLevel.Debug))
        {
            await DispatchIn(push);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        using (var activity = SocketTelemetry.Source.StartActivity(SocketTelemetry.ChannelHandledIn, ActivityKind.Server))
        {
            activity?.SetTag("channel", _channel.Definition.Name).SetTag("topic", Topic).SetTag("event", push.Event);
            await DispatchIn(push);
        }

        SocketTelemetry.HandledIn(started, _channel.Definition.Name, _channel.Definition.Handles(push.Event) ? push.Event : "other");
        if (_channel.Definition.LogsHandleIn && host.Log.IsEnabled(LogLevel.Debug))
        {
            host.Log.HandledIn(ConnectedSocket.Shorten(push.Event), ConnectedSocket.Shorten(Topic), _channel.Definition.Name,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds, host.Filter.Show(push.Body.Bytes, push.Body.IsBinary));
        }
    }

    void IChannelServer.End(ExitReason reason) => Apply(Stop(reason));

    private async ValueTask RunJoin()
    {
        var message = _channel.JoinMessage!; // there until the answer
        var join = await TryJoin(new ChannelPush(_channel, message))
            ?? throw new InvalidOperationException($"Join of {GetType().Name} returned null. Return Ok(state) or Refuse(reason).");
        _channel.JoinMessage = null;
        Report(message, join.IsOk);
        if (!join.IsOk || !_channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Joined))
        {
            if (_channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Refused))
                Socket.Transport.Send(join.Encode(_channel, message.Ref ?? "", "error"));
            Apply(Stop(ExitReason.ShutdownWith("join_refused")));
            return;
        }

        State = join.State!;
        _joined = true;
        Socket.Host.Options.PubSub.Subscribe(Topic, _channel);
        Socket.Transport.Send(join.Encode(_channel, message.Ref ?? "", "ok"));
        Apply(join.Next);
    }

    /// <summary>Calls <c>Join</c>. Params that it cannot read are the client's fault, and no crash.</summary>
    private async ValueTask<Join<TState>> TryJoin(ChannelPush push)
    {
        try
        {
            return await DispatchJoin(push);
        }
        catch (ParamsException e)
        {
            Socket.Host.Log.BadPayload("phx_join", ConnectedSocket.Shorten(Topic), _channel.Definition.Name, LogText.OfMessage(e));
            return Refuse("invalid payload");
        }
    }

    private void Report(JoinMessage message, bool isOk)
    {
        var host = Socket.Host;
        var definition = _channel.Definition;
        SocketTelemetry.Joined(message.StartedAt, definition.Name, isOk);
        if (!definition.LogsJoin || !host.Log.IsEnabled(LogLevel.Information))
            return;
        var time = Stopwatch.GetElapsedTime(message.StartedAt).TotalMilliseconds;
        var text = host.Filter.Show(message.Payload, message.IsBinary);
        if (isOk)
            host.Log.Joined(ConnectedSocket.Shorten(Topic), definition.Name, time, text);
        else
            host.Log.JoinRefused(ConnectedSocket.Shorten(Topic), definition.Name, time, text);
    }

    private void ReportBadPayload(ChannelPush push) =>
        Socket.Host.Log.BadPayload(ConnectedSocket.Shorten(push.Event), ConnectedSocket.Shorten(Topic), _channel.Definition.Name, LogText.Of(push.Error));

    private Broadcast Message<T>(string @event, T payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(@event);
        return new Broadcast(Topic, @event, Socket.Host.Json.Encode(payload));
    }

    private static Func<ChannelContext, string, string, Frame> Encoder<T>(T payload) => (channel, @ref, status) =>
        channel.Socket.Reply(channel.JoinRef, @ref, channel.Topic, status, payload);

    private sealed class JoinStep
    {
        internal static readonly JoinStep Instance = new();
    }
}
