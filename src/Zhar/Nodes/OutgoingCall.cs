using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>A call of this node that waits for a server on another one.</summary>
/// <remarks>A call object is used again only after a reply, and by then it is out of the peer's table; so while it is in there, it is this call.</remarks>
internal sealed class OutgoingCall(Peer peer, CallMessage call, int version) : IRemoteEnd
{
    internal long Ref { get; set; }

    internal bool IsPending => call.IsPendingAs(version);

    PidTarget? IRemoteEnd.Caller => null;

    void IRemoteEnd.Reply(object? value) =>
        throw new UnreachableException($"The call {call} was answered on its caller's side. Please report this.");

    /// <summary>It ended here, by its timeout, its token or its caller's death: the server's node may forget it.</summary>
    public void Fail(ExitReason reason) => peer.ForgetCall(this);

    internal void Complete(object? value)
    {
        call.Remote = null;
        call.ReplyObject(version, value);
    }

    internal void End(ExitReason reason)
    {
        call.Remote = null;
        call.Fail(version, reason);
    }
}
