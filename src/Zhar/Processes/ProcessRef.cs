using Zhar.Runtime;

namespace Zhar;

/// <summary>
/// A reference that a process has made: a <see cref="MonitorRef"/>, a <see cref="TimerRef"/> or an <see cref="AliasRef"/>. No message that was in the
/// mailbox before can belong to it, so a receive that is given the reference looks only at what came since, however full the mailbox is.
/// </summary>
/// <remarks>Source: OTP, Efficiency Guide, "Receiving messages" (the receive mark).</remarks>
public abstract class ProcessRef
{
    private protected ProcessRef()
    {
    }

    /// <summary>The end of the mailbox when this was made; null for a mailbox that was empty.</summary>
    internal abstract ReceiveMark? Mark { get; }
}
