using System.ComponentModel;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Web;

/// <summary>One joined topic of one connection: what the channel's process, its connection and the broadcasts share. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChannelContext
{
    /// <summary>Shorter messages are bounded by their number.</summary>
    private const int LeastCountedBytes = 1024;

    private TaskCompletionSource? _drained;
    private int _pending;
    private int _heldBytes;
    private int _phase;

    internal ChannelContext(ConnectedSocket socket, ChannelDefinition definition, ClientMessage join, string subtopic)
    {
        Socket = socket;
        Definition = definition;
        Topic = join.Topic;
        Subtopic = subtopic;
        JoinRef = join.JoinRef ?? join.Ref;
        JoinMessage = new JoinMessage(join.Ref, join.Payload, join.IsBinary, socket.Host.Now);
        Hold(join.Payload.Length);
    }

    internal enum Step
    {
        Joining,
        Joined,
        Refused,   // the client has its answer: its end is not announced
        Leaving,   // the client has asked for the end, or a new join has replaced it
        Gone,
    }

    internal ConnectedSocket Socket { get; }

    internal ChannelDefinition Definition { get; }

    internal string Topic { get; }

    internal string Subtopic { get; }

    internal string? JoinRef { get; }

    /// <summary>What the join brought; dropped when it is answered.</summary>
    internal JoinMessage? JoinMessage
    {
        get;
        set
        {
            if (value is null && field is { } answered)
                Free(answered.Payload.Length);
            field = value;
        }
    }

    /// <summary>The spec that <see cref="ChannelDefinition.Prepare"/> has made, until the start.</summary>
    internal ChildSpec? Spec { get; set; }

    /// <summary>Whether its messages are short enough to be handled by the thread that has read them, for a channel that is one of many kinds under one definition.</summary>
    internal InlineRights.Right? Right { get; set; }

    /// <summary>The channel's process, once it is started.</summary>
    internal Pid Pid { get; set; }

    internal Step Phase => (Step)Volatile.Read(ref _phase);

    /// <summary>Whether a broadcast still goes to the client through this.</summary>
    internal bool IsOpen => Phase is Step.Joined or Step.Joining;

    /// <summary>Goes on to <paramref name="to"/>, if the phase is <paramref name="from"/>.</summary>
    internal bool TryMove(Step from, Step to) => Interlocked.CompareExchange(ref _phase, (int)to, (int)from) == (int)from;

    internal void MoveTo(Step to) => Volatile.Write(ref _phase, (int)to);

    /// <summary>Sends a message of the client to the channel. Waits while too many are unread: the client is then read no further.</summary>
    internal ValueTask Deliver(ClientMessage message)
    {
        var pending = Interlocked.Increment(ref _pending);
        Hold(message.Payload.Length);
        var push = new ChannelPush(this, message);
        if (Pid.Target is not ProcessCore channel || !channel.Node.Scheduler.TryRunInline(channel, push, Right ?? Definition.RightOf(message.Event)))
            push.Cast(Pid);
        return pending <= Socket.Host.Options.MaxPendingMessages ? Socket.Room() : new ValueTask(Drained());
    }

    /// <summary>A message has been taken up.</summary>
    internal void Taken(ChannelPush push)
    {
        Free(push.Length);
        if (Interlocked.Decrement(ref _pending) <= Socket.Host.Options.MaxPendingMessages / 2)
            Release();
    }

    /// <summary>The channel is gone: nobody waits for it any more.</summary>
    internal void Close()
    {
        MoveTo(Step.Gone);
        Release();
        FreeAll();
    }

    internal void Reply<T>(string? @ref, string status, T payload)
    {
        if (@ref is not null)
            Socket.Transport.Send(Socket.Reply(JoinRef, @ref, Topic, status, payload));
    }

    private void Hold(int bytes)
    {
        if (bytes < LeastCountedBytes)
            return;
        Interlocked.Add(ref _heldBytes, bytes);
        Socket.Hold(bytes);

        // The channel may have ended just before: nobody takes the message then.
        if (Phase == Step.Gone)
            FreeAll();
    }

    private void Free(int bytes)
    {
        if (bytes < LeastCountedBytes)
            return;
        Interlocked.Add(ref _heldBytes, -bytes);
        Socket.Free(bytes);
    }

    private void FreeAll()
    {
        if (Interlocked.Exchange(ref _heldBytes, 0) is not 0 and var left)
            Socket.Free(left);
    }

    private void Release()
    {
        if (Volatile.Read(ref _drained) is not null)
            Interlocked.Exchange(ref _drained, null)?.TrySetResult();
    }

    private Task Drained()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _drained, drained);

        // The last one may have been taken up just before the line above.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _pending) <= Socket.Host.Options.MaxPendingMessages / 2 || Phase == Step.Gone)
            Release();
        return drained.Task;
    }
}

/// <summary>What a join brought.</summary>
/// <param name="Ref">Its ref.</param>
/// <param name="Payload">Its payload.</param>
/// <param name="IsBinary">Whether that is raw bytes.</param>
/// <param name="At">When it came, in milliseconds of the host's clock.</param>
internal sealed record JoinMessage(string? Ref, ReadOnlyMemory<byte> Payload, bool IsBinary, long At)
{
    internal long StartedAt { get; } = System.Diagnostics.Stopwatch.GetTimestamp();
}
