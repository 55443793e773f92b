using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>A request from another node that a server of this one has not answered yet.</summary>
internal sealed class IncomingCall(Peer peer, long reference, CallMessage request, PidTarget? caller) : IRemoteEnd
{
    internal long Ref { get; } = reference;

    public PidTarget? Caller { get; } = caller;

    public void Reply(object? value) => peer.Answer(this, new NodeSignal.Reply(Ref, value));

    public void Fail(ExitReason reason) => peer.Answer(this, new NodeSignal.CallDown(Ref, reason));

    /// <summary>Nobody waits any more. The server may still handle the request; its reply is dropped.</summary>
    internal void Withdraw() => request.Fail(request.Version, ExitReason.NoConnection);
}
