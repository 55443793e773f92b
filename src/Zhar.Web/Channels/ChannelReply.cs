namespace Zhar.Web;

/// <summary>What a <c>[HandleIn]</c> with the full choice returns: an answer or none, and what the channel does next.</summary>
/// <remarks>Made with <c>ReplyOk</c>, <c>ReplyError</c>, <c>NoReply</c> and <c>Stop</c> of the channel. Source: Phoenix.Channel, handle_in/3.</remarks>
public readonly struct ChannelReply
{
    internal ChannelReply(string? status, Action<ReplyRef>? send, Next next)
    {
        Status = status;
        Send = send;
        Next = next;
    }

    internal string? Status { get; }

    internal Action<ReplyRef>? Send { get; }

    internal Next Next { get; }

    /// <summary>Answers, then ends the channel with <paramref name="reason"/>.</summary>
    public ChannelReply ThenStop(ExitReason reason) => new(Status, Send, new Next { StopReason = reason ?? throw new ArgumentNullException(nameof(reason)) });

    /// <summary>Answers, then runs the <c>[Continue]</c> handler for <paramref name="step"/>.</summary>
    public ChannelReply ThenContinue(object step) => new(Status, Send, Next.ThenContinue(step));

    /// <summary>Gives no answer.</summary>
    public static implicit operator ChannelReply(Next next) => new(null, null, next);
}
