using System.Collections.Concurrent;
using Zhar.Runtime;

namespace Zhar;

/// <summary>
/// The groups of one scope on this node. Changes happen one at a time, each together with its notices, so a monitor sees every change after its list
/// once and in order. Reading members takes no lock unless the group has just changed.
/// </summary>
internal sealed class GroupScope(string name, ProcessCore owner) : NodeService(name, owner)
{
    private readonly ConcurrentDictionary<object, Group> _groups = new();
    private readonly Dictionary<ProcessCore, Membership> _memberships = [];
    private readonly List<GroupMonitor> _scopeMonitors = [];
    private readonly Lock _changes = new();

    /// <summary>Hears of each change by a local process, in order, to tell the same scope on other nodes. Set by the node layer.</summary>
    internal IGroupPeers? Peers { get; set; }

    internal IReadOnlyCollection<object> Groups => [.. _groups.Where(static g => !g.Value.IsEmpty).Select(static g => g.Key)];

    internal IReadOnlyList<Pid> Members(object group) => _groups.TryGetValue(group, out var found) ? found.Members : [];

    internal IReadOnlyList<Pid> LocalMembers(object group) => [.. Members(group).Where(p => ReferenceEquals(p.Target!.NodeId, Node.Id))];

    /// <summary>All groups with their local members, for another node that has just come up.</summary>
    internal IReadOnlyDictionary<object, IReadOnlyList<Pid>> LocalSnapshot()
    {
        lock (_changes)
            return _groups.Keys.Select(g => (Group: g, Members: LocalMembers(g))).Where(static g => g.Members.Count > 0).ToDictionary(static g => g.Group, static g => g.Members);
    }

    /// <summary>Processes of this node join; those that are dead are left out.</summary>
    internal void Join(object group, IReadOnlyList<ProcessCore> processes)
    {
        lock (_changes)
        {
            var joined = new List<Pid>(processes.Count);
            foreach (var process in processes)
            {
                if (MembershipOf(process) is not { } membership)
                    continue;
                membership.Groups.Add(group);
                joined.Add(process.Pid);
            }

            if (joined.Count == 0)
                return;
            Enter(group, joined);
            Peers?.Joined(group, joined);
        }
    }

    /// <summary>Processes of this node leave once for each time they are listed. False: none of them was in the group.</summary>
    internal bool Leave(object group, IReadOnlyList<ProcessCore> processes)
    {
        lock (_changes)
        {
            var left = new List<Pid>(processes.Count);
            foreach (var process in processes)
            {
                if (!_memberships.TryGetValue(process, out var membership) || !membership.Groups.Remove(group))
                    continue;
                left.Add(process.Pid);
                Forget(membership);
            }

            if (left.Count == 0)
                return false;
            Depart(group, left);
            Peers?.Left(group, left);
            return true;
        }
    }

    /// <summary>Processes of another node have joined.</summary>
    internal void RemoteJoined(object group, IReadOnlyList<Pid> pids)
    {
        lock (_changes)
            Enter(group, pids);
    }

    /// <summary>Processes of another node have left, or their node is out of reach.</summary>
    internal void RemoteLeft(object group, IReadOnlyList<Pid> pids)
    {
        lock (_changes)
            Depart(group, pids);
    }

    /// <summary>The members now, and from here on each change. With no group: of all groups.</summary>
    internal IReadOnlyDictionary<object, IReadOnlyList<Pid>> Monitor(GroupMonitor monitor)
    {
        lock (_changes)
        {
            if (MembershipOf(monitor.Watcher) is not { } membership)
                throw new ProcessExitException(monitor.Watcher.ExitReason ?? ExitReason.Killed);
            membership.Monitors.Add(monitor);
            if (monitor.Group is not { } group)
            {
                _scopeMonitors.Add(monitor);
                return _groups.Where(static g => !g.Value.IsEmpty).ToDictionary(static g => g.Key, static g => g.Value.Members);
            }

            var watched = _groups.GetOrAdd(group, static _ => new Group());
            watched.Monitors.Add(monitor);
            return new Dictionary<object, IReadOnlyList<Pid>> { [group] = watched.Members };
        }
    }

    /// <summary>False: the monitor was off.</summary>
    internal bool Demonitor(GroupMonitor monitor)
    {
        lock (_changes)
        {
            if (!_memberships.TryGetValue(monitor.Watcher, out var membership) || !membership.Monitors.Remove(monitor))
                return false;
            Unwatch(monitor);
            Forget(membership);
            return true;
        }
    }

    public override string ToString() => "a scope of process groups";

    private void OnDeath(Membership membership)
    {
        lock (_changes)
        {
            _memberships.Remove(membership.Process);

            // First its monitors: a process that watches the group it is in must not be told of its own end.
            foreach (var monitor in membership.Monitors)
                Unwatch(monitor);
            foreach (var joined in membership.Groups.GroupBy(static g => g))
            {
                Pid[] pids = [.. Enumerable.Repeat(membership.Process.Pid, joined.Count())];
                Depart(joined.Key, pids);
                Peers?.Left(joined.Key, pids);
            }

            membership.Monitors.Clear();
            membership.Groups.Clear();
        }
    }

    private void Enter(object group, IReadOnlyList<Pid> pids)
    {
        var entered = _groups.GetOrAdd(group, static _ => new Group());
        foreach (var pid in pids)
            entered.Add(pid);
        foreach (var monitor in entered.Monitors.Concat(_scopeMonitors))
            monitor.Watcher.Push(new MessageSignal(new GroupJoin(monitor, group, pids)));
    }

    private void Depart(object group, IReadOnlyList<Pid> pids)
    {
        if (!_groups.TryGetValue(group, out var departed))
            return;
        foreach (var pid in pids)
            departed.Remove(pid);
        foreach (var monitor in departed.Monitors.Concat(_scopeMonitors))
            monitor.Watcher.Push(new MessageSignal(new GroupLeave(monitor, group, pids)));
        DropIfUnused(group, departed);
    }

    private void Unwatch(GroupMonitor monitor)
    {
        if (monitor.Group is not { } group)
        {
            _scopeMonitors.Remove(monitor);
        }
        else if (_groups.TryGetValue(group, out var watched))
        {
            watched.Monitors.Remove(monitor);
            DropIfUnused(group, watched);
        }
    }

    private void DropIfUnused(object key, Group group)
    {
        if (group.IsEmpty && group.Monitors.Count == 0)
            _groups.TryRemove(key, out _);
    }

    private Membership? MembershipOf(ProcessCore process)
    {
        if (_memberships.TryGetValue(process, out var known))
            return known;
        var made = new Membership(this, process);
        if (!process.TryAddOwned(made))
            return null;
        _memberships[process] = made;
        return made;
    }

    private void Forget(Membership membership)
    {
        if (membership.Groups.Count > 0 || membership.Monitors.Count > 0)
            return;
        _memberships.Remove(membership.Process);
        membership.Process.RemoveOwned(membership);
    }

    /// <summary>What one local process has in this scope.</summary>
    private sealed class Membership(GroupScope scope, ProcessCore process) : IOwned
    {
        internal ProcessCore Process => process;

        /// <summary>The groups, each as often as it was joined.</summary>
        internal List<object> Groups { get; } = [];

        internal List<GroupMonitor> Monitors { get; } = [];

        public void Release(ProcessCore owner, ExitReason reason) => scope.OnDeath(this);
    }

    private sealed class Group
    {
        private readonly Dictionary<Pid, int> _counts = [];
        private Pid[]? _members = [];

        internal HashSet<GroupMonitor> Monitors { get; } = [];

        internal bool IsEmpty
        {
            get
            {
                lock (_counts)
                    return _counts.Count == 0;
            }
        }

        internal IReadOnlyList<Pid> Members
        {
            get
            {
                if (Volatile.Read(ref _members) is { } members)
                    return members;
                lock (_counts)
                    return _members ??= [.. _counts.SelectMany(static c => Enumerable.Repeat(c.Key, c.Value))];
            }
        }

        internal void Add(Pid pid)
        {
            lock (_counts)
            {
                _counts[pid] = _counts.GetValueOrDefault(pid) + 1;
                _members = null;
            }
        }

        internal void Remove(Pid pid)
        {
            lock (_counts)
            {
                if (!_counts.TryGetValue(pid, out var count))
                    return;
                if (count == 1)
                    _counts.Remove(pid);
                else
                    _counts[pid] = count - 1;
                _members = null;
            }
        }
    }
}

/// <summary>The same scope on other nodes, as the node layer knows them. Called under the scope's lock, in the order of the changes.</summary>
internal interface IGroupPeers
{
    void Joined(object group, IReadOnlyList<Pid> pids);

    void Left(object group, IReadOnlyList<Pid> pids);
}
