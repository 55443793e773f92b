using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>Calls: the caller's object waits here, a copy of it is handled there. Whatever ends the call on one side is told to the other.</summary>
internal sealed partial class Peer
{
    private readonly Dictionary<long, OutgoingCall> _calls = [];
    private readonly Dictionary<long, IncomingCall> _requests = [];

    /// <summary>Sends a request to a server of the peer. False: the connection is lost.</summary>
    internal bool Call(PidTarget target, CallMessage call)
    {
        var outgoing = new OutgoingCall(this, call);
        var trace = Telemetry.Tracing ? Activity.Current?.Context : null;
        lock (_gate)
        {
            if (_isDown)
            {
                outgoing.Unsent();
                return false;
            }

            outgoing.Ref = ++_lastRef;
            _calls.Add(outgoing.Ref, outgoing);
            call.Remote = outgoing;
            Enqueue(new NodeSignal.Call(outgoing.Ref, call.Caller?.Id ?? 0, Recipient.Of(target), call.CopyToTravel(), trace));
        }

        // Its token may have been cancelled before anybody could be told.
        if (!outgoing.IsPending)
            outgoing.Forget();
        return true;
    }

    internal void ForgetCall(OutgoingCall call)
    {
        lock (_gate)
        {
            if (_calls.Remove(call.Ref))
                Enqueue(new NodeSignal.CallGone(call.Ref));
        }
    }

    /// <summary>Sends the outcome of a request, unless its caller has given up.</summary>
    internal void Answer(IncomingCall request, NodeSignal answer)
    {
        lock (_gate)
        {
            if (_requests.Remove(request.Ref))
                Enqueue(answer);
        }
    }

    private OutgoingCall? TakeCall(long reference)
    {
        lock (_gate)
            return _calls.Remove(reference, out var call) ? call : null;
    }

    private void OnCall(NodeSignal.Call call)
    {
        var server = Find(call.To);
        var incoming = new IncomingCall(this, call.Ref, call.Request, call.From == 0 ? null : new RemotePid(info.Id, call.From));
        call.Request.Arrive(incoming);
        lock (_gate)
            _requests.Add(call.Ref, incoming);
        Signal entry = call.Trace is { } trace ? new TracedSignal(call.Request, trace) : call.Request;
        if (server?.Push(entry) != true)
            incoming.Fail(ExitReason.NoProc);
    }

    private void OnCallGone(NodeSignal.CallGone gone)
    {
        IncomingCall? request;
        lock (_gate)
            _requests.Remove(gone.Ref, out request);
        request?.Withdraw();
    }

    private void BreakCalls()
    {
        OutgoingCall[] calls;
        IncomingCall[] requests;
        lock (_gate)
        {
            calls = [.. _calls.Values];
            requests = [.. _requests.Values];
            _calls.Clear();
            _requests.Clear();
        }

        var reason = NodeLinks.NodeDownReason(info.Id.Name);
        foreach (var call in calls)
            call.End(reason);
        foreach (var request in requests)
            request.Withdraw();
    }
}
