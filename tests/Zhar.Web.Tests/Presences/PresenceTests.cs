using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Presences;

public sealed class PresenceTests
{
    [Fact]
    public async Task Clients_see_who_is_there_who_comes_and_who_goes()
    {
        await using var test = await Start();
        var ada = await (await test.Connect(("user", "ada"))).Join("room:1");
        var first = await ada.AssertPush("presence_state");
        Assert.Equal(["ada"], first.Payload.EnumerateObject().Select(p => p.Name));
        await ada.AssertPush("presence_diff");

        var socket = await test.Connect(("user", "bob"));
        var bob = await socket.Join("room:1");

        var state = await bob.AssertPush("presence_state");
        Assert.Equal(["ada", "bob"], state.Payload.EnumerateObject().Select(p => p.Name).Order());
        var meta = state.Payload.GetProperty("bob").GetProperty("metas")[0];
        Assert.Equal("online", meta.GetProperty("status").GetString());
        var reference = meta.GetProperty("phx_ref").GetString();
        Assert.Equal("BOB", state.Payload.GetProperty("bob").GetProperty("name").GetString());

        var joined = await ada.AssertPush("presence_diff");
        Assert.Equal(reference, joined.Payload.GetProperty("joins").GetProperty("bob").GetProperty("metas")[0].GetProperty("phx_ref").GetString());
        Assert.Equal("{}", joined.Payload.GetProperty("leaves").GetRawText());

        bob.Push("status", ("status", "away"));
        var updated = await ada.AssertPush("presence_diff");
        var now = updated.Payload.GetProperty("joins").GetProperty("bob").GetProperty("metas")[0];
        Assert.Equal(("away", reference), (now.GetProperty("status").GetString(), now.GetProperty("phx_ref_prev").GetString()));
        Assert.Equal(reference, updated.Payload.GetProperty("leaves").GetProperty("bob").GetProperty("metas")[0].GetProperty("phx_ref").GetString());

        await socket.Close();
        var left = await ada.AssertPush("presence_diff");
        Assert.Equal("{}", left.Payload.GetProperty("joins").GetRawText());
        Assert.Equal("away", left.Payload.GetProperty("leaves").GetProperty("bob").GetProperty("metas")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_presence_itself_hears_of_each_change()
    {
        var heard = System.Threading.Channels.Channel.CreateUnbounded<PresenceDiff>();
        await using var test = await ChannelTest.Start<PresenceSocket>(services: s => s.AddSingleton(heard.Writer));
        await test.TestNode.StartSupervised(HearingPresence.Child());

        await test.Node.Run(async _ => (await HearingPresence.Track("room:1", "ada", Params.Empty)).OrThrow()); // which ends at once, and so has left
        var (joined, left) = (await Next(), await Next());

        Assert.Equal(("room:1", "ada", ""), (joined.Topic, string.Join(',', joined.Joins.Keys), string.Join(',', joined.Leaves.Keys)));
        Assert.Equal(("room:1", "", "ada"), (left.Topic, string.Join(',', left.Joins.Keys), string.Join(',', left.Leaves.Keys)));

        Task<PresenceDiff> Next() => heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_key_has_a_meta_for_each_of_its_processes()
    {
        await using var test = await Start();
        var phone = await (await test.Connect(("user", "ada"))).Join("room:1");
        await phone.AssertPush("presence_state");
        var laptop = await (await test.Connect(("user", "ada"))).Join("room:1");

        var state = await laptop.AssertPush("presence_state");

        Assert.Equal(2, state.Payload.GetProperty("ada").GetProperty("metas").GetArrayLength());
        var info = await test.Node.Run(async _ => await RoomPresence.GetByKey("room:1", "ada"));
        Assert.Equal(2, info!.Metas.Length);
        Assert.Null(await test.Node.Run(async _ => await RoomPresence.GetByKey("room:1", "eve")));
    }

    [Fact]
    public async Task Tracking_twice_updating_nothing_and_a_meta_that_is_no_object_are_told()
    {
        await using var test = await Start();

        await test.Node.Run(async _ =>
        {
            Assert.IsType<Ok<string>>(await RoomPresence.Track("t", "k", Params.Of(("a", 1))));
            Assert.Equal("already_tracked", Assert.IsType<Error<string>>(await RoomPresence.Track("t", "k", Params.Empty)).Reason.Tag);
            Assert.Equal("not_tracked", Assert.IsType<Error<string>>(await RoomPresence.Update("t", "other", Params.Empty)).Reason.Tag);
            Assert.Contains("JSON object", (await Assert.ThrowsAsync<ArgumentException>(async () => await RoomPresence.Track("t", "x", "text"))).Message);
            await RoomPresence.Untrack("t", "k");
            Assert.Empty(await RoomPresence.List("t"));
            Assert.IsType<Ok<string>>(await RoomPresence.Track("t", "k", Params.Empty));
            Assert.Single(await RoomPresence.List("t"));
        });
    }

    [Fact]
    public async Task Nodes_agree_through_cuts_and_the_end_of_a_node()
    {
        var bridge = new Bridges();
        await using var a = await StartNode("a@test", bridge);
        await using var b = await StartNode("b@test", bridge);
        var atA = await Track(a, "ada");
        await See(b, "ada");
        await Track(b, "bob");
        await See(a, "ada", "bob");

        bridge.Cut = true;
        await Track(a, "eve");
        Process.Exit(atA, ExitReason.Kill);
        await See(a, "bob", "eve");
        await See(b, "ada", "bob");
        await Advance(a, "eve");
        await Advance(b, "bob");

        bridge.Cut = false;
        await Advance(a, "bob", "eve");
        await Advance(b, "bob", "eve");

        await b.DisposeAsync();
        await See(a, "eve");

        Task Advance(TestNode node, params string[] keys) => Eventually.True(
            async () =>
            {
                a.Clock.Advance(TimeSpan.FromSeconds(0.5));
                b.Clock.Advance(TimeSpan.FromSeconds(0.5));
                return await Sees(node, keys);
            },
            $"{node.Node.Name} sees {string.Join(' ', keys)} in the course of time");
    }

    private static Task<ChannelTest> Start() => StartPresence(ChannelTest.Start<PresenceSocket>());

    private static async Task<ChannelTest> StartPresence(Task<ChannelTest> starting)
    {
        var test = await starting;
        await test.TestNode.StartSupervised(RoomPresence.Child());
        return test;
    }

    private static async Task<TestNode> StartNode(string name, Bridges bridges)
    {
        var node = TestNode.Start(virtualTime: true, o =>
        {
            o.Name = name;
            o.Services = new ServiceCollection().BuildServiceProvider();
        });
        await node.StartSupervised(PubSub.Child(new PubSubOptions { Adapter = new Bridge(name, bridges) }));
        await node.StartSupervised(RoomPresence.Child());
        return node;
    }

    /// <summary>Starts a process that is present until it is killed.</summary>
    private static async Task<Pid> Track(TestNode node, string key)
    {
        var tracked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pid = node.Node.Spawn(async _ =>
        {
            (await RoomPresence.Track("room:1", key, Params.Empty)).OrThrow();
            tracked.SetResult();
            await Process.Receive<Message>();
        });
        await tracked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return pid;
    }

    private static Task See(TestNode node, params string[] keys) => Eventually.True(() => Sees(node, keys), $"{node.Node.Name} sees {string.Join(' ', keys)}");

    private static async ValueTask<bool> Sees(TestNode node, string[] keys) => (await node.Run(async _ => await RoomPresence.List("room:1"))).Keys.Order().SequenceEqual(keys);

    private sealed record Message;

    private sealed class Bridges
    {
        public ConcurrentDictionary<string, PubSub> All { get; } = new();

        public bool Cut { get; set; }
    }

    /// <summary>Joins the nodes of a test, unless they are cut off from each other.</summary>
    private sealed class Bridge(string name, Bridges bridges) : IPubSubAdapter
    {
        public string NodeName => name;

        public void Attach(PubSub local) => bridges.All[name] = local;

        public void Detach() => bridges.All.TryRemove(name, out _);

        public void Broadcast(string topic, object message, IPubSubDispatcher? dispatcher)
        {
            foreach (var node in bridges.All.Keys)
            {
                if (node != name)
                    DirectBroadcast(node, topic, message, dispatcher);
            }
        }

        public void DirectBroadcast(string node, string topic, object message, IPubSubDispatcher? dispatcher)
        {
            if (bridges.Cut || !bridges.All.TryGetValue(node, out var peer))
                return;
            try
            {
                peer.LocalBroadcast(topic, message, dispatcher);
            }
            catch (ArgumentException)
            {
                // The peer's PubSub has just ended.
            }
        }
    }
}

public sealed class RoomPresence : Presence
{
    protected override ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> Fetch(string topic, IReadOnlyCollection<string> keys) =>
        new(keys.ToDictionary(k => k, k => (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?> { ["name"] = k.ToUpperInvariant() }));
}

public sealed class HearingPresence(System.Threading.Channels.ChannelWriter<PresenceDiff> heard) : Presence
{
    protected override ValueTask HandleMetas(PresenceDiff diff) => heard.WriteAsync(diff);
}

public sealed class PresenceSocket : Socket
{
    protected override void Channels() => Channel<PresenceChannel>("room:*");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(Accept().Assign("user", p["user"]));
}

public sealed partial class PresenceChannel : Channel<int>
{
    private sealed record AfterJoin;

    private Join<int> Join() => Ok(0).ThenContinue(new AfterJoin());

    [Continue] private async ValueTask OnAfterJoin(AfterJoin _)
    {
        (await RoomPresence.Track(Topic, Socket.Assigned<string>("user"), Params.Of(("status", "online")))).OrThrow();
        Push("presence_state", await RoomPresence.List(Topic));
    }

    [HandleIn("status")] private async ValueTask Status(string status) =>
        (await RoomPresence.Update(Topic, Socket.Assigned<string>("user"), Params.Of(("status", status)))).OrThrow();
}
