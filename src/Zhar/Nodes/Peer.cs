using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>The other end of one link: what its processes and ours have to do with each other. Ends with the link.</summary>
/// <remarks>
/// The gate guards the tables. A signal that goes with a change of a table is queued inside it, so that the peer sees the changes in their order;
/// a process' own lock may be taken inside the gate, never the gate inside that. Chapters: <c>.Links</c>, <c>.Monitors</c>, <c>.Calls</c>.
/// </remarks>
internal sealed partial class Peer(Node node, INodeTransport transport, LinkId link, NodeInfo info)
{
    private readonly Lock _gate = new();
    private long _lastRef;
    private bool _isDown;

    internal NodeId Id => info.Id;

    internal INodeTransport Transport => transport;

    internal LinkId LinkId => link;

    // ---- out ---------------------------------------------------------------------------------------------------------

    /// <summary>Sends a message or a cast. When the link is gone it is lost, as the end of the link tells everybody who monitors.</summary>
    internal void Send(PidTarget target, Signal entry) => Enqueue(new NodeSignal.Send(Recipient.Of(target), entry));

    internal void SendExit(ProcessCore sender, PidTarget target, ExitReason reason) =>
        Enqueue(new NodeSignal.Exit2(sender.Id, target.Id, reason));

    private void Enqueue(NodeSignal signal) => transport.Enqueue(link, signal);

    // ---- in ----------------------------------------------------------------------------------------------------------

    /// <summary>Takes a signal in, on the link's thread.</summary>
    internal void Receive(NodeSignal signal)
    {
        switch (signal)
        {
            case NodeSignal.Send send:
                Deliver(send);
                break;
            case NodeSignal.Call call:
                OnCall(call);
                break;
            case NodeSignal.Reply reply:
                TakeCall(reply.Ref)?.Complete(reply.Value);
                break;
            case NodeSignal.CallDown down:
                TakeCall(down.Ref)?.End(down.Reason);
                break;
            case NodeSignal.CallGone gone:
                OnCallGone(gone);
                break;
            case NodeSignal.Link request:
                OnLink(request);
                break;
            case NodeSignal.Unlink unlink:
                OnUnlink(unlink);
                break;
            case NodeSignal.UnlinkAck ack:
                OnUnlinkAck(ack);
                break;
            case NodeSignal.Exit exit:
                OnExit(exit);
                break;
            case NodeSignal.Exit2 exit:
                node.Processes.Find(exit.To)?.OnExitSignal(PidOf(exit.From), exit.Reason);
                break;
            case NodeSignal.Monitor monitor:
                OnMonitor(monitor);
                break;
            case NodeSignal.Demonitor demonitor:
                OnDemonitor(demonitor);
                break;
            case NodeSignal.Down down:
                OnDown(down);
                break;
        }
    }

    /// <summary>The link is gone: everybody who hears of it across the link hears <c>noconnection</c>, each once.</summary>
    internal void Down()
    {
        lock (_gate)
        {
            _isDown = true;
            BreakLinks();
        }

        BreakMonitors();
        BreakCalls();
    }

    /// <summary>A copy of the tables, made in one step.</summary>
    internal PeerTables Copy()
    {
        lock (_gate)
        {
            return new PeerTables(
                [.. _links.Where(static l => l.Value.IsActive).Select(static l => l.Key)],
                _links.Count(static l => !l.Value.IsActive),
                [.. _monitors.Keys],
                [.. _watches.Keys],
                _calls.Count + _requests.Count);
        }
    }

    private void Deliver(NodeSignal.Send send)
    {
        if (send.To.Kind == RecipientKind.Alias)
            node.Aliases.Find(send.To.Id)?.Push(send.Entry);
        else
            Find(send.To)?.Push(send.Entry);
    }

    private ProcessCore? Find(Recipient recipient) => recipient.Kind switch
    {
        RecipientKind.Process => node.Processes.Find(recipient.Id),
        RecipientKind.Name => node.Names.Find(recipient.Name!), // a recipient of this kind has one
        _ => null,
    };

    private Pid PidOf(long id) => id == 0 ? default : new Pid(new RemotePid(info.Id, id));
}
