namespace Zhar.Web.Tests.Presences;

/// <summary>The replicated table alone, under every fault of a network.</summary>
public sealed class PresenceTableTests
{
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PermDown = TimeSpan.FromMinutes(20);

    [Fact]
    public void Replicas_agree_after_any_faults_once_messages_get_through()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + 300; seed++)
            Run(seed);
    }

    [Fact]
    public void A_replica_that_falls_silent_is_hidden_comes_back_and_is_forgotten()
    {
        var a = new PresenceTable(new ReplicaId("a", "1"), Down, PermDown);
        var b = new PresenceTable(new ReplicaId("b", "1"), Down, PermDown);
        var changes = new PresenceChanges();
        a.Receive(b.Change([Entry("r1")], [], new PresenceChanges()), 0, changes);
        Assert.Equal("r1", Assert.Single(changes.Topics["t"].Joins).Ref);

        Assert.Empty(Tick(a, 29_999).Topics);
        Assert.Equal("r1", Assert.Single(Tick(a, 30_000).Topics["t"].Leaves).Ref);
        Assert.Empty(a.Visible);
        Assert.Empty(Tick(a, 60_000).Topics);

        var back = new PresenceChanges();
        Assert.False(a.Receive(b.Heartbeat(), 60_000, back, out var isNew));
        Assert.False(isNew);
        Assert.Equal("r1", Assert.Single(back.Topics["t"].Joins).Ref);

        Tick(a, 90_000);
        Tick(a, 60_000 + (20 * 60_000));
        Assert.True(a.Receive(b.Heartbeat(), 60_000 + (21 * 60_000), new PresenceChanges(), out isNew));
        Assert.True(isNew);
    }

    [Fact]
    public void A_later_incarnation_of_a_node_replaces_the_earlier_and_a_late_message_of_that_changes_nothing()
    {
        var a = new PresenceTable(new ReplicaId("a", "1"), Down, PermDown);
        var old = new PresenceTable(new ReplicaId("b", "1"), Down, PermDown);
        var late = old.Change([Entry("r1")], [], new PresenceChanges());
        a.Receive(late, 0, new PresenceChanges());

        var changes = new PresenceChanges();
        a.Receive(new PresenceTable(new ReplicaId("b", "2"), Down, PermDown).Heartbeat(), 0, changes, out _);
        a.Receive(late, 0, changes);

        Assert.Equal("r1", Assert.Single(changes.Topics["t"].Leaves).Ref);
        Assert.Empty(changes.Topics["t"].Joins);
        Assert.Empty(a.Visible);
    }

    [Fact]
    public void A_replica_that_says_goodbye_is_gone_at_once()
    {
        var a = new PresenceTable(new ReplicaId("a", "1"), Down, PermDown);
        var b = new PresenceTable(new ReplicaId("b", "1"), Down, PermDown);
        a.Receive(b.Change([Entry("r1")], [], new PresenceChanges()), 0, new PresenceChanges());

        a.Receive(new PresenceGoodbye(b.Self), new PresenceChanges());

        Assert.Empty(a.Visible);
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var tables = Enumerable.Range(0, random.Next(2, 5)).Select(i => new PresenceTable(new ReplicaId($"n{i}", "1"), Down, PermDown)).ToArray();
        var shown = tables.Select(_ => new HashSet<string>()).ToArray(); // what a client of each node has seen come and not go
        var wires = new List<(int To, object Message)>();
        var next = 0;
        var live = tables.Select(_ => new List<string>()).ToArray();
        long now = 0;

        for (var step = 0; step < 200; step++)
        {
            var n = random.Next(tables.Length);
            now += random.Next(500);
            switch (random.Next(6))
            {
                case 0 or 1:
                    var join = Entry($"r{next++}");
                    live[n].Add(join.Ref);
                    Change(n, [join], []);
                    break;
                case 2 when live[n].Count > 0:
                    var leave = live[n][random.Next(live[n].Count)];
                    live[n].Remove(leave);
                    Change(n, [], [leave]);
                    break;
                case 3 when live[n].Count > 0:
                    var old = live[n][random.Next(live[n].Count)];
                    var update = Entry($"r{next++}") with { PreviousRef = old };
                    live[n].Remove(old);
                    live[n].Add(update.Ref);
                    Change(n, [update], [old]);
                    break;
                case 4:
                    Send(n, tables[n].Heartbeat());
                    break;
                default:
                    Act(n, changes => tables[n].Tick(now, changes));
                    break;
            }

            // Some arrive, some are lost, some come twice, and in any order.
            for (var i = random.Next(4); i > 0 && wires.Count > 0; i--)
            {
                var at = random.Next(wires.Count);
                var wire = wires[at];
                if (random.Next(10) > 0)
                    wires.RemoveAt(at);
                if (random.Next(3) > 0)
                    Deliver(wire.To, wire.Message);
            }
        }

        // The network heals: everybody hears everybody, in any order, twice.
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < tables.Length; n++)
                Send(n, tables[n].Heartbeat());
            while (wires.Count > 0)
            {
                var at = random.Next(wires.Count);
                var wire = wires[at];
                wires.RemoveAt(at);
                Deliver(wire.To, wire.Message);
            }
        }

        var expected = live.SelectMany(l => l).Order().ToArray();
        for (var n = 0; n < tables.Length; n++)
        {
            Assert.True(expected.SequenceEqual(tables[n].Visible.Select(e => e.Ref).Order()), $"seed {seed}: node {n} sees {string.Join(' ', tables[n].Visible.Select(e => e.Ref).Order())} in place of {string.Join(' ', expected)}");
            Assert.True(expected.SequenceEqual(shown[n].Order()), $"seed {seed}: the diffs of node {n} add up to {string.Join(' ', shown[n].Order())} in place of {string.Join(' ', expected)}");
        }

        void Change(int n, PresenceEntry[] joins, string[] leaves)
        {
            PresenceDelta? delta = null;
            Act(n, changes => delta = tables[n].Change(joins, leaves, changes));
            Send(n, delta!);
        }

        void Send(int from, object message)
        {
            for (var to = 0; to < tables.Length; to++)
            {
                if (to != from)
                    wires.Add((to, message));
            }
        }

        void Deliver(int to, object message)
        {
            switch (message)
            {
                case PresenceHeartbeat heartbeat:
                    var isBehind = false;
                    Act(to, changes => isBehind = tables[to].Receive(heartbeat, now, changes, out _));
                    if (isBehind)
                        Ask(to, heartbeat.Replica);
                    break;
                case PresenceDelta delta:
                    isBehind = false;
                    Act(to, changes => isBehind = tables[to].Receive(delta, now, changes));
                    if (isBehind)
                        Ask(to, delta.Replica);
                    break;
                case PresenceRequest request:
                    wires.Add((Array.FindIndex(tables, t => t.Self == request.From), tables[to].State()));
                    break;
                case PresenceState state:
                    Act(to, changes => tables[to].Receive(state, now, changes));
                    break;
            }
        }

        void Ask(int from, ReplicaId of) => wires.Add((Array.FindIndex(tables, t => t.Self == of), new PresenceRequest(of, tables[from].Self)));

        void Act(int n, Action<PresenceChanges> act)
        {
            var changes = new PresenceChanges();
            act(changes);
            foreach (var (_, (joins, leaves)) in changes.Topics)
            {
                foreach (var leave in leaves)
                    Assert.True(shown[n].Remove(leave.Ref), $"seed {seed}: node {n} shows the leave of {leave.Ref}, which was not there");
                foreach (var join in joins)
                    Assert.True(shown[n].Add(join.Ref), $"seed {seed}: node {n} shows {join.Ref} twice");
            }
        }
    }

    private static PresenceChanges Tick(PresenceTable table, long now)
    {
        var changes = new PresenceChanges();
        table.Tick(now, changes);
        return changes;
    }

    private static PresenceEntry Entry(string name) => new(name, null, "t", "k", "{}"u8.ToArray());
}
