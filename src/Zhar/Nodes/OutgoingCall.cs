using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>A call of this node that waits for a server on another one.</summary>
/// <remarks>A call object is used again only after a reply, and by then it is out of the peer's table; so while it is in there, it is this call.</remarks>
internal sealed class OutgoingCall : IRemoteEnd
{
    private readonly Peer _peer;
    private readonly CallMessage _call;
    private readonly ProcessCore? _caller;
    private readonly int _version;

    /// <summary>Ties the call to the life of its caller, the current process, which cannot be declared dead meanwhile.</summary>
    internal OutgoingCall(Peer peer, CallMessage call)
    {
        _peer = peer;
        _call = call;
        _caller = call.Caller;
        _version = call.Version;
        _caller?.AddRemoteCall(this);
    }

    internal long Ref { get; set; }

    internal bool IsPending => _call.IsPendingAs(_version);

    PidTarget? IRemoteEnd.Caller => null;

    void IRemoteEnd.Reply(object? value) =>
        throw new UnreachableException($"The call {_call} was answered on its caller's side. Please report this.");

    /// <summary>It ended here, by its timeout, its token or its caller's death: the server's node may forget it.</summary>
    public void Fail(ExitReason reason) => Forget();

    internal void Forget()
    {
        _caller?.RemoveRemoteCall(this);
        _peer.ForgetCall(this);
    }

    internal void Complete(object? value)
    {
        _caller?.RemoveRemoteCall(this);
        _call.Remote = null;
        _call.ReplyObject(_version, value);
    }

    internal void End(ExitReason reason)
    {
        _caller?.RemoveRemoteCall(this);
        _call.Remote = null;
        _call.Fail(_version, reason);
    }

    /// <summary>The connection was lost before the call was sent.</summary>
    internal void Unsent() => _caller?.RemoveRemoteCall(this);

    /// <summary>Its caller is dead.</summary>
    internal void Abandon() => _call.Fail(_version, ExitReason.Killed);
}
