using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>One entry of a mailbox: the node of the queue and the message in one object. For generated code and the runtime itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Signal
{
    /// <summary>The next entry. Cleared when the entry is taken: a dead entry in an old generation would keep the whole later chain alive.</summary>
    internal Signal? Next;

    private protected Signal()
    {
    }

    /// <summary>Whether handling this counts as an ordinary message. System messages do not cancel an idle timeout.</summary>
    internal virtual bool IsSystem => false;

    /// <summary>What a raw process sees when it receives this entry.</summary>
    internal virtual object Payload => this;

    /// <summary>What reports show as the message.</summary>
    internal virtual object Describe => Payload;

    /// <summary>Lets the behaviour handle this entry. The task is complete, or completes when the handler has finished.</summary>
    internal abstract ValueTask Deliver(ProcessBehaviour behaviour);

    /// <summary>The entry will never be handled: its process ended with <paramref name="reason"/>.</summary>
    internal virtual void Abandon(ExitReason reason)
    {
    }

    /// <summary>The entry was being handled when its process ended. <paramref name="version"/>: which use of a call object that was.</summary>
    internal virtual void AbandonDelivered(int version, ExitReason reason)
    {
    }
}

/// <summary>A plain message: OTP's <c>Pid ! Message</c>.</summary>
internal sealed class MessageSignal(object message) : Signal
{
    internal readonly object Message = message;

    internal override object Payload => Message;

    internal override ValueTask Deliver(ProcessBehaviour behaviour) => behaviour.OnMessage(Message);
}

/// <summary>A plain message that came through a trace: the context travels in a wrapper, so that nobody pays for it without a listener.</summary>
internal sealed class TracedSignal(Signal inner, System.Diagnostics.ActivityContext context) : Signal
{
    internal override bool IsSystem => inner.IsSystem;

    internal override object Payload => inner.Payload;

    internal override object Describe => inner.Describe;

    internal Signal Inner => inner;

    internal override ValueTask Deliver(ProcessBehaviour behaviour) => Telemetry.DeliverTraced(inner, context, behaviour);

    internal override void Abandon(ExitReason reason) => inner.Abandon(reason);

    internal override void AbandonDelivered(int version, ExitReason reason) => inner.AbandonDelivered(version, reason);
}
