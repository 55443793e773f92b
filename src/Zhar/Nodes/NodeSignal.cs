using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>What travels between two nodes: the signals of the Erlang distribution protocol, each an immutable value.</summary>
/// <remarks>
/// A link joins two incarnations, so a signal carries numbers only: <c>From</c> is a process of the sending node, <c>To</c> one of the receiving
/// node, and 0 is nobody. References (<c>Ref</c>, <c>Id</c>) are counted by the node that made them, per link.
/// Source: Erlang distribution protocol; the call is its monitor + alias + message in one signal.
/// </remarks>
internal abstract record NodeSignal
{
    private NodeSignal()
    {
    }

    /// <summary>A message or a cast: a mailbox entry.</summary>
    internal sealed record Send(Recipient To, Signal Entry) : NodeSignal;

    /// <summary>Asks for a link. A dead process answers with <see cref="Exit"/>, <c>noproc</c>.</summary>
    internal sealed record Link(long From, long To) : NodeSignal;

    /// <summary>Takes a link off. Answered with <see cref="UnlinkAck"/> in any case; until then exits over that link are ignored.</summary>
    internal sealed record Unlink(long Id, long From, long To) : NodeSignal;

    /// <summary>Everything that the peer sent before it saw the unlink has arrived.</summary>
    internal sealed record UnlinkAck(long Id, long From, long To) : NodeSignal;

    /// <summary>Asks for a monitor.</summary>
    internal sealed record Monitor(long Ref, long From, Recipient To) : NodeSignal;

    /// <summary>Takes a monitor off.</summary>
    internal sealed record Demonitor(long Ref) : NodeSignal;

    /// <summary>The monitored process has ended.</summary>
    internal sealed record Down(long Ref, ExitReason Reason) : NodeSignal;

    /// <summary>A linked process has ended.</summary>
    internal sealed record Exit(long From, long To, ExitReason Reason) : NodeSignal;

    /// <summary>An exit signal that a process sends on purpose: <c>Process.Exit(pid, reason)</c>.</summary>
    internal sealed record Exit2(long From, long To, ExitReason Reason) : NodeSignal;

    /// <summary>A request, with the monitor and the alias that its reply needs.</summary>
    internal sealed record Call(long Ref, long From, Recipient To, CallMessage Request, ActivityContext? Trace) : NodeSignal;

    /// <summary>The reply to a request. Ends its monitor and its alias.</summary>
    internal sealed record Reply(long Ref, object? Value) : NodeSignal;

    /// <summary>The request will not be answered: there was no such server, or it has ended.</summary>
    internal sealed record CallDown(long Ref, ExitReason Reason) : NodeSignal;

    /// <summary>The caller waits no longer. A reply that is under way is dropped.</summary>
    internal sealed record CallGone(long Ref) : NodeSignal;
}
