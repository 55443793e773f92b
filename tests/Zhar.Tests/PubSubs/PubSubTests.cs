using System.Collections.Concurrent;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.PubSubs;

public sealed class PubSubTests
{
    [Fact]
    public async Task Subscribers_get_the_same_object_and_as_often_as_they_subscribed()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t");
            PubSub.Subscribe("t");
            PubSub.Subscribe("other");
            var message = new object();

            PubSub.Broadcast("t", message);
            Assert.Same(message, await self.Receive());
            Assert.Same(message, await self.Receive());
            PubSub.Unsubscribe("t");
            PubSub.Broadcast("t", message);
            PubSub.Broadcast("other", "o");
            Assert.Equal("o", await self.Receive());
        });
    }

    [Fact]
    public async Task Broadcast_from_leaves_the_sender_out()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t");
            Process.Spawn(async p =>
            {
                PubSub.Subscribe("t");
                self.Pid.Send("ready");
                self.Pid.Send(("other got", await p.Receive()));
            });
            Assert.Equal("ready", await self.Receive());

            PubSub.BroadcastFrom("t", "m");

            Assert.Equal(("other got", (object)"m"), await self.Receive());
        });
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order_and_nothing_after_death()
    {
        await using var node = TestNode.Start();

        var topics = await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t");
            for (var i = 0; i < 100; i++)
                PubSub.Broadcast("t", i);
            for (var i = 0; i < 100; i++)
                Assert.Equal(i, await self.Receive<int>());

            Process.SpawnMonitor(static _ =>
            {
                for (var i = 0; i < 1000; i++)
                    PubSub.Subscribe($"topic {i}");
                return Task.CompletedTask;
            });
            await self.Receive<Down>();
            return ((PubSubService)self.Node.NamedServices[PubSub.DefaultName]).Topics.Count;
        });

        Assert.Equal(1, topics);
    }

    [Fact]
    public async Task Outside_a_process_the_statics_throw_and_an_instance_works()
    {
        await using var node = TestNode.Start();
        Assert.Throws<NotInProcessException>(static () => PubSub.Broadcast("t", "m"));
        Assert.Throws<NotInProcessException>(static () => PubSub.Subscribe("t"));

        var bus = PubSub.Default.On(node.Node);
        var got = await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t");
            await Task.Run(() => bus.Broadcast("t", "from outside"));
            return await self.Receive<string>();
        });

        Assert.Equal("from outside", got);
    }

    [Fact]
    public async Task Without_a_running_pubsub_the_error_shows_the_fix()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(static _ => Task.FromResult(Record.Exception(static () => PubSub.Broadcast("t", "m"))));

        Assert.Contains("Child()", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => PubSub.Child(new PubSubOptions { PoolSize = 0 }));
        Assert.Throws<ArgumentException>(static () => PubSub.Child(new PubSubOptions { Name = "" }));
    }

    [Fact]
    public async Task A_dispatcher_sees_subscribers_with_their_metadata()
    {
        await using var node = TestNode.Start();
        var dispatcher = new Loud();

        await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t", "loud");
            PubSub.Subscribe("t", "quiet");

            PubSub.Broadcast("t", "m", dispatcher);
            PubSub.Broadcast("nobody", "m", dispatcher);

            Assert.Equal("M", await self.Receive());
            Assert.Null(await self.Receive<object>(TimeSpan.Zero));
        });

        Assert.Equal(1, dispatcher.Calls);
    }

    [Fact]
    public async Task An_adapter_carries_broadcasts_to_other_nodes_and_names_the_node()
    {
        await using var first = TestNode.Start();
        await using var second = TestNode.Start();
        var bridge = new ConcurrentDictionary<string, PubSub>();
        var (one, two) = (new Bridge("one", bridge), new Bridge("two", bridge));

        await second.Run(async self =>
        {
            await PubSub.StartLink(new PubSubOptions { Adapter = two });
            PubSub.Subscribe("t");
            await first.Run(async other =>
            {
                await PubSub.StartLink(new PubSubOptions { Adapter = one });
                PubSub.Subscribe("t");
                PubSub.Broadcast("t", "everywhere");
                PubSub.LocalBroadcast("t", "here");
                PubSub.DirectBroadcast("two", "t", "there");
                PubSub.DirectBroadcast("one", "t", "me");
                Assert.Equal("one", PubSub.Default.NodeName);
                Assert.Equal(["everywhere", "here", "me"], [await other.Receive(), await other.Receive(), await other.Receive()]);
            });
            Assert.Equal(["everywhere", "there"], [await self.Receive(), await self.Receive()]);
            Assert.Null(await self.Receive<object>(TimeSpan.Zero));
        });
    }

    [Fact]
    public async Task Without_an_adapter_another_node_is_out_of_reach()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await PubSub.StartLink();
            PubSub.Subscribe("t");
            PubSub.DirectBroadcast(self.Node.Name, "t", "m");
            Assert.Equal("m", await self.Receive());
            Assert.Throws<ArgumentException>(static () => PubSub.DirectBroadcast("elsewhere", "t", "m"));
        });
    }

    [Fact]
    public async Task A_hundred_thousand_subscribers_of_one_topic_each_get_the_message()
    {
        const int Count = 100_000;
        await using var node = TestNode.Start();
        var subscribed = new CountdownEvent(Count);
        var got = new CountdownEvent(Count);

        var root = node.Node.Spawn(async self =>
        {
            await PubSub.StartLink();
            for (var i = 0; i < Count; i++)
            {
                Process.Spawn(async p =>
                {
                    PubSub.Subscribe("t");
                    subscribed.Signal();
                    await p.Receive();
                    got.Signal();
                });
            }

            await self.Receive();
        });

        Assert.True(subscribed.Wait(TimeSpan.FromSeconds(60)));
        PubSub.Default.On(node.Node).Broadcast("t", "m");
        Assert.True(got.Wait(TimeSpan.FromSeconds(60)));
        root.Send("done");
    }

    private sealed class Loud : IPubSubDispatcher
    {
        internal int Calls { get; private set; }

        public void Dispatch(Node node, Subscribers subscribers, Pid from, object message)
        {
            Calls++;
            foreach (var subscriber in subscribers)
            {
                if (subscriber.Metadata is "loud")
                    node.Send(subscriber.Pid, ((string)message).ToUpperInvariant());
            }
        }
    }

    private sealed class Bridge(string name, ConcurrentDictionary<string, PubSub> all) : IPubSubAdapter
    {
        public string NodeName => name;

        public void Attach(PubSub local) => all[name] = local;

        public void Detach() => all.TryRemove(name, out _);

        public void Broadcast(string topic, object message, IPubSubDispatcher? dispatcher)
        {
            foreach (var (other, pubSub) in all)
            {
                if (other != name)
                    pubSub.LocalBroadcast(topic, message, dispatcher);
            }
        }

        public void DirectBroadcast(string node, string topic, object message, IPubSubDispatcher? dispatcher) => all[node].LocalBroadcast(topic, message, dispatcher);
    }
}
