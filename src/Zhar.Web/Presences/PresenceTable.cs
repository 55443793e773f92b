namespace Zhar.Web;

/// <summary>What one node knows of all presences: a replicated data type without conflicts.</summary>
/// <remarks>
/// Each replica alone changes its own presences, so its history is a sequence of versions. The state of all is a map from replica to the newest version known and
/// the presences at that version; merging takes the higher version, which is commutative, associative and idempotent. Deltas are short cuts: one that does
/// not follow on what is known is dropped, and the heartbeat's version tells what is missing. Source: Phoenix.Tracker, whose causal contexts this simplifies.
/// </remarks>
internal sealed class PresenceTable(ReplicaId self, TimeSpan downPeriod, TimeSpan permDownPeriod)
{
    private readonly Dictionary<ReplicaId, Replica> _replicas = new() { [self] = new Replica() };

    private enum Status
    {
        Up,
        Down,
    }

    internal ReplicaId Self => self;

    internal long Version => Own.Version;

    internal IEnumerable<ReplicaId> Up => _replicas.Where(static r => r.Value.Status == Status.Up).Select(static r => r.Key);

    /// <summary>All visible presences.</summary>
    internal IEnumerable<PresenceEntry> Visible => _replicas.Values.Where(static r => r.Status == Status.Up).SelectMany(static r => r.Entries.Values);

    private Replica Own => _replicas[self];

    // ---- own changes -------------------------------------------------------------------------------------------------

    /// <summary>Adds and removes presences of this replica.</summary>
    /// <returns>What the others have to be told.</returns>
    internal PresenceDelta Change(IReadOnlyList<PresenceEntry> joins, IReadOnlyList<string> leaves, PresenceChanges changes)
    {
        var own = Own;
        var from = own.Version;
        Apply(own, joins, leaves, changes);
        own.Version = from + 1;
        return new PresenceDelta(self, from, own.Version, [.. joins], [.. leaves]);
    }

    internal PresenceHeartbeat Heartbeat() => new(self, Own.Version);

    internal PresenceState State() => new(self, Own.Version, [.. Own.Entries.Values]);

    // ---- what the others tell ----------------------------------------------------------------------------------------

    /// <summary>True: something is missing and has to be asked for.</summary>
    internal bool Receive(PresenceHeartbeat heartbeat, long now, PresenceChanges changes, out bool isNew)
    {
        isNew = false;
        return heartbeat.Replica != self && Hear(heartbeat.Replica, now, changes, out isNew) is { } replica && replica.Version < heartbeat.Version;
    }

    /// <summary>True: something is missing and has to be asked for.</summary>
    internal bool Receive(PresenceDelta delta, long now, PresenceChanges changes)
    {
        if (delta.Replica == self || Hear(delta.Replica, now, changes, out _) is not { } replica || delta.To <= replica.Version)
            return false;
        if (delta.From != replica.Version)
            return true;
        Apply(replica, delta.Joins, delta.Leaves, replica.Status == Status.Up ? changes : null);
        replica.Version = delta.To;
        return false;
    }

    internal void Receive(PresenceState state, long now, PresenceChanges changes)
    {
        if (state.Replica == self || Hear(state.Replica, now, changes, out _) is not { } replica || state.Version <= replica.Version)
            return;
        var entries = state.Entries.ToDictionary(static e => e.Ref);
        Apply(replica,
            [.. state.Entries.Where(e => !replica.Entries.ContainsKey(e.Ref))],
            [.. replica.Entries.Keys.Where(r => !entries.ContainsKey(r))],
            changes);
        replica.Version = state.Version;
    }

    internal void Receive(PresenceGoodbye goodbye, PresenceChanges changes)
    {
        if (goodbye.Replica != self)
            Forget(goodbye.Replica, changes);
    }

    /// <summary>Time has passed: replicas that say nothing are down, and later forgotten.</summary>
    internal void Tick(long now, PresenceChanges changes)
    {
        foreach (var (id, replica) in _replicas.ToList())
        {
            if (id == self)
                continue;
            var silence = now - replica.LastHeard;
            if (silence >= permDownPeriod.TotalMilliseconds)
            {
                Forget(id, changes);
            }
            else if (silence >= downPeriod.TotalMilliseconds && replica.Status == Status.Up)
            {
                replica.Status = Status.Down;
                foreach (var entry in replica.Entries.Values)
                    changes.Leave(entry);
            }
        }
    }

    private Replica? Hear(ReplicaId id, long now, PresenceChanges changes, out bool isNew)
    {
        isNew = !_replicas.TryGetValue(id, out var replica);
        if (replica is null)
        {
            // A later incarnation of a node: the earlier one is gone for good. Of an earlier one that is late nothing is wanted.
            foreach (var other in _replicas.Keys.Where(r => r.Node == id.Node).ToList())
            {
                if (string.CompareOrdinal(other.Incarnation, id.Incarnation) > 0)
                    return null;
                Forget(other, changes);
            }

            _replicas[id] = replica = new Replica();
        }

        replica.LastHeard = now;
        if (replica.Status == Status.Down)
        {
            replica.Status = Status.Up;
            foreach (var entry in replica.Entries.Values)
                changes.Join(entry);
        }

        return replica;
    }

    private void Forget(ReplicaId id, PresenceChanges changes)
    {
        if (!_replicas.Remove(id, out var replica) || replica.Status != Status.Up)
            return;
        foreach (var entry in replica.Entries.Values)
            changes.Leave(entry);
    }

    private static void Apply(Replica replica, IReadOnlyList<PresenceEntry> joins, IReadOnlyList<string> leaves, PresenceChanges? changes)
    {
        foreach (var leave in leaves)
        {
            if (replica.Entries.Remove(leave, out var entry))
                changes?.Leave(entry);
        }

        foreach (var join in joins)
        {
            if (replica.Entries.TryAdd(join.Ref, join))
                changes?.Join(join);
        }
    }

    private sealed class Replica
    {
        internal Dictionary<string, PresenceEntry> Entries { get; } = [];

        internal long Version { get; set; }

        internal long LastHeard { get; set; }

        internal Status Status { get; set; }
    }
}

/// <summary>What one step has changed, by topic.</summary>
internal sealed class PresenceChanges
{
    private readonly Dictionary<string, (List<PresenceEntry> Joins, List<PresenceEntry> Leaves)> _topics = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, (List<PresenceEntry> Joins, List<PresenceEntry> Leaves)> Topics => _topics;

    internal void Join(PresenceEntry entry) => Of(entry.Topic).Joins.Add(entry);

    internal void Leave(PresenceEntry entry) => Of(entry.Topic).Leaves.Add(entry);

    private (List<PresenceEntry> Joins, List<PresenceEntry> Leaves) Of(string topic)
    {
        if (!_topics.TryGetValue(topic, out var changes))
            _topics[topic] = changes = ([], []);
        return changes;
    }
}
