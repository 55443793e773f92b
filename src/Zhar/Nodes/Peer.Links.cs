using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>
/// Links. Each side keeps its half; an unlink makes the half inactive until the peer has acknowledged it, because exits and links that the peer
/// sent before it saw the unlink may still be under way. Source: Erlang distribution protocol, "New Link Protocol".
/// </summary>
internal sealed partial class Peer
{
    private readonly Dictionary<(long Local, long Remote), RemoteLink> _links = [];
    private long _lastUnlink;

    /// <summary>Links a local process with one of the peer. False: the connection is lost.</summary>
    internal bool Link(ProcessCore local, PidTarget remote)
    {
        lock (_gate)
        {
            if (_isDown)
                return false;
            var key = (local.Id, remote.Id);
            if (_links.TryGetValue(key, out var half) && half.IsActive)
                return true;
            half ??= new RemoteLink(local, new RemotePid(info.Id, remote.Id));
            if (!local.TryAddLink(half.Remote))
                return true; // killed meanwhile: it does not get as far as being linked
            half.UnlinkId = 0;
            _links[key] = half;
            Enqueue(new NodeSignal.Link(local.Id, remote.Id));
            return true;
        }
    }

    internal void Unlink(ProcessCore local, PidTarget remote)
    {
        // Also when the connection is being lost: once this has the gate, the exit of that has been delivered or never will be.
        lock (_gate)
        {
            if (!_links.TryGetValue((local.Id, remote.Id), out var half) || !half.IsActive)
                return;
            half.UnlinkId = ++_lastUnlink;
            local.RemoveLink(half.Remote);
            Enqueue(new NodeSignal.Unlink(half.UnlinkId, local.Id, remote.Id));
        }
    }

    /// <summary>A local process that is linked with <paramref name="entry"/> has ended.</summary>
    internal void LinkExit(ProcessCore local, PidTarget entry, ExitReason reason)
    {
        lock (_gate)
        {
            var key = (local.Id, entry.Id);
            if (!_links.TryGetValue(key, out var half) || !ReferenceEquals(half.Remote, entry) || !half.IsActive)
                return;
            _links.Remove(key);
            Enqueue(new NodeSignal.Exit(local.Id, entry.Id, reason));
        }
    }

    private void OnLink(NodeSignal.Link request)
    {
        lock (_gate)
        {
            var key = (request.To, request.From);

            // Active: both have linked at once. Inactive: the peer will take its half off when our unlink arrives there.
            if (_links.ContainsKey(key))
                return;
            var local = node.Processes.Find(request.To);
            var remote = new RemotePid(info.Id, request.From);
            if (local?.TryAddLink(remote) == true)
                _links.Add(key, new RemoteLink(local, remote));
            else
                Enqueue(new NodeSignal.Exit(request.To, request.From, ExitReason.NoProc));
        }
    }

    private void OnUnlink(NodeSignal.Unlink unlink)
    {
        lock (_gate)
        {
            var key = (unlink.To, unlink.From);
            if (_links.TryGetValue(key, out var half) && half.IsActive)
            {
                _links.Remove(key);
                half.Local.RemoveLink(half.Remote);
            }

            Enqueue(new NodeSignal.UnlinkAck(unlink.Id, unlink.To, unlink.From));
        }
    }

    private void OnUnlinkAck(NodeSignal.UnlinkAck ack)
    {
        lock (_gate)
        {
            var key = (ack.To, ack.From);
            if (_links.TryGetValue(key, out var half) && half.UnlinkId == ack.Id)
                _links.Remove(key);
        }
    }

    private void OnExit(NodeSignal.Exit exit)
    {
        lock (_gate)
        {
            var key = (exit.To, exit.From);
            if (!_links.TryGetValue(key, out var half) || !half.IsActive)
                return;
            _links.Remove(key);
            half.Local.OnLinkedExit(half.Remote, exit.Reason);
        }
    }

    private void BreakLinks()
    {
        foreach (var half in _links.Values)
        {
            if (half.IsActive)
                half.Local.OnLinkedExit(half.Remote, ExitReason.NoConnection);
        }

        _links.Clear();
    }
}
