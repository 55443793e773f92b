using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Nodes;

public sealed class NodeConnectionTests
{
    [Fact]
    public async Task Nodes_of_a_cluster_see_each_other()
    {
        await using var cluster = await TestCluster.Start(nodes: 3);

        Assert.Equal(["node2@test", "node3@test"], cluster[0].Node.Nodes.Order());
        Assert.Equal(["node1@test", "node2@test"], cluster[2].Node.Nodes.Order());
    }

    [Fact]
    public async Task Connecting_to_an_unknown_node_or_without_a_transport_gives_false()
    {
        await using var cluster = await TestCluster.Start();
        await using var alone = TestNode.Start();

        Assert.False(await cluster[0].Node.Connect("nobody@test"));
        Assert.False(await alone.Node.Connect("node1@test"));
        await Assert.ThrowsAsync<ArgumentException>(() => alone.Node.Connect(alone.Node.Name));
    }

    [Fact]
    public async Task Connecting_twice_keeps_the_one_connection()
    {
        await using var cluster = await TestCluster.Start();

        var events = await cluster[0].Run(async self =>
        {
            cluster[0].Node.MonitorNodes();
            var again = await cluster[0].Node.Connect(cluster[1].Node.Name);
            return (again, await self.Receive<object>(TimeSpan.Zero));
        });

        Assert.Equal((true, null), events);
    }

    [Fact]
    public async Task A_process_hears_of_nodes_that_come_and_go()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);

        var (known, heard) = await a.Run(async self =>
        {
            var now = a.Node.MonitorNodes();
            await cluster.Cut(a, b);
            await cluster.Heal(a, b);
            await b.Node.Disconnect(a.Node.Name);
            return (now, new object[] { await self.Receive(), await self.Receive(), await self.Receive() });
        });

        Assert.Equal([b.Node.Name], known);
        Assert.Equal(
            [
                new NodeDown(b.Node.Name, b.Node.Creation, "connection_closed"),
                new NodeUp(b.Node.Name, b.Node.Creation),
                new NodeDown(b.Node.Name, b.Node.Creation, "disconnect"),
            ],
            heard);
    }

    [Fact]
    public async Task A_process_that_no_longer_monitors_nodes_hears_nothing()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);

        var heard = await a.Run(async self =>
        {
            a.Node.MonitorNodes();
            a.Node.DemonitorNodes();
            await cluster.Cut(a, b);
            return await self.Receive<object>(TimeSpan.Zero);
        });

        Assert.Null(heard);
    }

    [Fact]
    public async Task Cut_nodes_cannot_connect_before_they_are_healed()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);

        await cluster.Cut(a, b);
        var whileCut = await cluster.Connect(a, b);
        var nodesWhileCut = a.Node.Nodes;
        var healed = await cluster.Heal(a, b);

        Assert.False(whileCut);
        Assert.Empty(nodesWhileCut);
        Assert.True(healed);
        Assert.Equal([b.Node.Name], a.Node.Nodes);
    }

    [Fact]
    public async Task A_pid_of_a_dead_incarnation_never_matches_a_process_of_the_next()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var old = b.Node.Spawn(static async self => await self.Receive());

        b = await cluster.Restart(b);
        var same = default(Pid);
        while (same.Number < old.Number)
            same = b.Node.Spawn(static async self => await self.Receive());
        var down = await a.Run(async self =>
        {
            old.Send("to the dead");
            Process.Exit(old, ExitReason.Kill);
            Process.Monitor(old);
            return await self.Receive<Down>();
        });
        var alive = await b.Run(_ => Task.FromResult((New: Process.IsAlive(same), Old: Process.IsAlive(old))));

        Assert.Equal(old.Number, same.Number);
        Assert.NotEqual(old, same);
        Assert.Equal(ExitReason.NoProc, down.Reason);
        Assert.Equal((true, false), alive);
    }

    [Fact]
    public async Task Whether_a_process_of_another_node_lives_cannot_be_asked()
    {
        await using var cluster = await TestCluster.Start();
        var remote = cluster[1].Node.Spawn(static async self => await self.Receive());

        var error = await cluster[0].Run(_ => Task.FromResult(Record.Exception(() => Process.IsAlive(remote))));

        Assert.Contains("Monitor it instead", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
        Assert.True(Process.IsAlive(remote));
    }

    [Fact]
    public async Task Signals_wait_for_the_delay_and_keep_their_order()
    {
        await using var cluster = await TestCluster.Start(virtualTime: true, seed: 7);
        var (a, b) = (cluster[0], cluster[1]);
        cluster.Delay(a, b, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
        var first = new TaskCompletionSource<object>();
        var all = new TaskCompletionSource<List<int>>();
        var receiver = b.Node.Spawn(async self =>
        {
            var got = new List<int>();
            while (got.Count < 100)
            {
                got.Add(await self.Receive<int>());
                first.TrySetResult(got[0]);
            }

            all.SetResult(got);
        });

        await a.Run(_ =>
        {
            for (var i = 0; i < 100; i++)
                receiver.Send(i);
            return Task.CompletedTask;
        });
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(9));
        await cluster.Quiet();
        var early = first.Task.IsCompleted;
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(42));

        Assert.False(early);
        Assert.Equal(Enumerable.Range(0, 100), await all.Task);
    }

    [Fact]
    public async Task A_pid_that_travels_out_and_back_is_the_local_process_again()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var mirror = b.Node.Spawn(static async self =>
        {
            var pid = await self.Receive<Pid>();
            Process.Link(pid);
            pid.Send(pid);
            await self.Receive<string>();
        });

        var (same, exit, alive) = await a.Run(async self =>
        {
            Process.TrapExit = true;
            mirror.Send(self.Pid);
            var back = await self.Receive<Pid>();
            mirror.Send("end");
            var exit = await self.Receive<Exit>();
            return (back == self.Pid, exit, Process.IsAlive(back));
        });

        Assert.True(same);
        Assert.Equal(new Exit(mirror, ExitReason.Normal), exit);
        Assert.True(alive);
    }

    [Fact]
    public async Task A_process_of_this_node_is_reached_by_an_address_that_came_over_the_wire()
    {
        await using var cluster = await TestCluster.Start();
        var a = cluster[0];

        var (self, error) = await a.Run(async self =>
        {
            var target = self.Pid.Target!;
            var address = new Pid(new Zhar.Nodes.RemotePid(target.NodeId, target.Id));
            address.Send("hello");
            await self.Receive<string>();
            var failed = await Assert.ThrowsAsync<CallExitException>(async () => await Sys.Suspend(address));
            return (address == self.Pid && Process.IsAlive(address), failed.Reason);
        });

        Assert.True(self);
        Assert.Equal(ExitReason.CallingSelf, error);
    }

    [Fact]
    public async Task A_node_that_stops_in_good_order_tells_why_its_processes_ended()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var remote = b.Node.Spawn(static async self =>
        {
            (await self.Receive<Pid>()).Send("monitored");
            await self.Receive();
        });

        var (down, nodeDown) = await a.Run(async self =>
        {
            a.Node.MonitorNodes();
            Process.Monitor(remote);
            remote.Send(self.Pid);
            await self.Receive<string>();
            await b.DisposeAsync();
            return ((Down)await self.Receive(), (NodeDown)await self.Receive());
        });

        Assert.Equal(ExitReason.Killed, down.Reason);
        Assert.Equal("disconnect", nodeDown.Reason);
    }
}
