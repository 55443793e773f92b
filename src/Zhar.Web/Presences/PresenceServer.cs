using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Zhar.Web;

/// <summary>The process of a presence on one node: tracks local processes, and exchanges changes with the other nodes.</summary>
internal sealed partial class PresenceServer : GenServer<PresenceServer.Tracker>
{
    private Init<Tracker> Init([Transfer] PresenceStart start)
    {
        Process.TrapExit = true;
        var options = start.Options;
        var services = Core.Services;
        var json = new PayloadJson((services.GetService<IOptions<JsonOptions>>()?.Value ?? new JsonOptions()).SerializerOptions);
        var view = new PresenceView(start.Create(services), json);
        var node = Node.Current;
        var nodeName = options.PubSub.On(node).NodeName;

        // Later incarnations compare as later: the creation of the node, then the number of the process.
        var id = new ReplicaId(nodeName, node.Creation.ToString("x16", CultureInfo.InvariantCulture) + "-" + Self.Number.ToString("x16", CultureInfo.InvariantCulture));
        node.PersistentTerms[start.Name] = view;
        options.PubSub.Subscribe(start.Topic);
        var tracker = new Tracker(start, view, new PresenceTable(id, options.DownPeriod, options.PermDownPeriod), node.Clock.GetTimestamp(), RefSuffix(id));
        options.PubSub.BroadcastFrom(Self, start.Topic, tracker.Table.Heartbeat());
        Process.SendAfter(Self, options.HeartbeatInterval, Beat.Instance);
        return Ok(tracker);
    }

    [Call] private Result<string> Track(Pid pid, string topic, string key, [Transfer] byte[] meta)
    {
        var slot = new Slot(topic, key);
        if (State.Find(pid, slot) is not null)
            return new Error<string>(ExitReason.Of("already_tracked"));
        if (!Process.IsAlive(pid))
            return new Error<string>(ExitReason.NoProc);
        if (!State.Processes.ContainsKey(pid))
            Process.Monitor(pid);
        return new Ok<string>(Put(pid, slot, null, meta));
    }

    [Call] private Result<string> Update(Pid pid, string topic, string key, [Transfer] byte[] meta)
    {
        var slot = new Slot(topic, key);
        return State.Find(pid, slot) is { } old ? new Ok<string>(Put(pid, slot, old, meta)) : new Error<string>(ExitReason.Of("not_tracked"));
    }

    [Call] private void Untrack(Pid pid, string topic, string key)
    {
        var slot = new Slot(topic, key);
        if (State.Find(pid, slot) is not { } old)
            return;
        State.Processes[pid].Remove(slot);
        Publish([], [old]);
    }

    [Call] private void UntrackAll(Pid pid) => Drop(pid);

    [Info] private void OnDown(Down down) => Drop(down.Pid);

    [Info] private void OnBeat(Beat beat)
    {
        var changes = new PresenceChanges();
        State.Table.Tick(Now, changes);
        Show(changes);
        Tell(State.Table.Heartbeat());
        Process.SendAfter(Self, State.Start.Options.HeartbeatInterval, beat);
    }

    [Info] private void OnHeartbeat(PresenceHeartbeat heartbeat)
    {
        var changes = new PresenceChanges();
        var isBehind = State.Table.Receive(heartbeat, Now, changes, out var isNew);
        Show(changes);
        if (isBehind)
            Ask(heartbeat.Replica);
        if (isNew)
            Tell(State.Table.Heartbeat());
    }

    [Info] private void OnDelta([Transfer] PresenceDelta delta)
    {
        var changes = new PresenceChanges();
        var isBehind = State.Table.Receive(delta, Now, changes);
        Show(changes);
        if (isBehind)
            Ask(delta.Replica);
    }

    [Info] private void OnRequest(PresenceRequest request)
    {
        if (request.Of == State.Table.Self)
            Tell(request.From.Node, State.Table.State());
    }

    [Info] private void OnState([Transfer] PresenceState state)
    {
        var changes = new PresenceChanges();
        State.Table.Receive(state, Now, changes);
        Show(changes);
    }

    [Info] private void OnGoodbye(PresenceGoodbye goodbye)
    {
        var changes = new PresenceChanges();
        State.Table.Receive(goodbye, changes);
        Show(changes);
    }

    protected override ValueTask Terminate(ExitReason reason)
    {
        Tell(new PresenceGoodbye(State.Table.Self));
        Node.Current.PersistentTerms.TryRemove(new(State.Start.Name, State.View));
        return default;
    }

    /// <summary>Makes refs unique among all replicas. A hash: clients see refs, and need not know how nodes are called.</summary>
    private static string RefSuffix(ReplicaId id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id.Node} {id.Incarnation}")).AsSpan(0, 8));

    private long Now => (long)Node.Current.Clock.GetElapsedTime(State.StartedAt).TotalMilliseconds;

    private string Put(Pid pid, Slot slot, string? old, byte[] meta)
    {
        var version = (State.Table.Version + 1).ToString("x10", CultureInfo.InvariantCulture);
        var entry = new PresenceEntry(version + State.RefSuffix, old, slot.Topic, slot.Key, meta);
        if (!State.Processes.TryGetValue(pid, out var slots))
            State.Processes[pid] = slots = [];
        slots[slot] = entry.Ref;
        Publish([entry], old is null ? [] : [old]);
        return entry.Ref;
    }

    private void Drop(Pid pid)
    {
        if (State.Processes.Remove(pid, out var slots) && slots.Count > 0)
            Publish([], [.. slots.Values]);
    }

    private void Publish(IReadOnlyList<PresenceEntry> joins, IReadOnlyList<string> leaves)
    {
        var changes = new PresenceChanges();
        var delta = State.Table.Change(joins, leaves, changes);
        Show(changes);
        Tell(delta);
    }

    private void Show(PresenceChanges changes)
    {
        if (changes.Topics.Count == 0)
            return;
        State.View.Apply(changes);
        new PresenceDiffs.Ref(State.Start.DiffsName).Tell(State.View, changes);
    }

    private void Ask(ReplicaId replica) => Tell(replica.Node, new PresenceRequest(replica, State.Table.Self));

    private void Tell(object message) => State.Start.Options.PubSub.BroadcastFrom(Self, State.Start.Topic, message);

    private void Tell(string node, object message) => State.Start.Options.PubSub.DirectBroadcast(node, State.Start.Topic, message);

    /// <summary>A place on a topic.</summary>
    internal readonly record struct Slot(string Topic, string Key);

    /// <summary>What the process knows. Its parts are its own and changed in place: with many presences a copy for each change would cost too much.</summary>
    internal sealed record Tracker(PresenceStart Start, PresenceView View, PresenceTable Table, long StartedAt, string RefSuffix)
    {
        internal Dictionary<Pid, Dictionary<Slot, string>> Processes { get; } = [];

        internal string? Find(Pid pid, Slot slot) => Processes.TryGetValue(pid, out var slots) && slots.TryGetValue(slot, out var entry) ? entry : null;
    }

    private sealed record Beat
    {
        internal static readonly Beat Instance = new();
    }
}
