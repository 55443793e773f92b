using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Nodes;

public sealed class RemoteLinkTests
{
    [Fact]
    public async Task Links_and_unlinks_that_cross_leave_both_sides_agreed()
    {
        await using var cluster = await TestCluster.Start(seed: 1);
        var (a, b) = (cluster[0], cluster[1]);
        var pids = new[] { new TaskCompletionSource<Pid>(), new TaskCompletionSource<Pid>() };

        for (var round = 0; round < 200; round++)
        {
            pids = [new(), new()];
            var left = Churn(a, 0, seed: round);
            var right = Churn(b, 1, seed: round + 1000);
            var exits = await Task.WhenAll(left, right);

            await PeerState.BecomesEmpty(a, b);
            Assert.Equal((0, 0), (exits[0], exits[1]));
        }

        // Returns how many exits came after an unlink.
        Task<int> Churn(TestNode node, int side, int seed) => node.Run(async self =>
        {
            Process.TrapExit = true;
            pids[side].SetResult(self.Pid);
            var peer = await pids[1 - side].Task;
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                if (random.Next(2) == 0)
                    Process.Link(peer);
                else
                    Process.Unlink(peer);
                if (random.Next(4) == 0)
                    await Task.Yield();
            }

            Process.Unlink(peer);
            var late = 0;
            while (await self.Receive<Exit>(TimeSpan.Zero) is not null)
            {
                // The peer may have ended before this side unlinked.
            }

            peer.Send("done");
            await self.Receive<string>();
            while (await self.Receive<Exit>(TimeSpan.Zero) is not null)
                late++;
            return late;
        });
    }

    [Fact]
    public async Task A_process_that_dies_takes_its_links_and_monitors_off_the_other_node()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var remote = b.Node.Spawn(static async self =>
        {
            Process.TrapExit = true;
            await self.Receive<Exit>();
            await self.Receive<string>();
        });

        await a.Run(async _ =>
        {
            Process.Link(remote);
            Process.Monitor(remote);
            Process.Monitor(remote);
            await Task.CompletedTask;
        });

        await PeerState.BecomesEmpty(a, b);
        var info = Process.Info(remote);
        Assert.Empty(info!.Links);
        Assert.Empty(info.MonitoredBy);
    }

    [Fact]
    public async Task Links_and_monitors_of_other_nodes_show_in_the_information_on_a_process()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var remote = b.Node.Spawn(static async self =>
        {
            (await self.Receive<Pid>()).Send("seen");
            await self.Receive();
        });

        var (self, there, here) = await a.Run(async self =>
        {
            Process.Link(remote);
            Process.Monitor(remote);
            remote.Send(self.Pid);
            await self.Receive<string>();
            var there = await b.Run(_ => Task.FromResult(Process.Info(remote)!));
            var here = Process.Info(self.Pid)!;
            Process.Unlink(remote);
            return (self.Pid, there, here);
        });

        Assert.Equal([self], there.Links);
        Assert.Equal([self], there.MonitoredBy);
        Assert.Equal([remote], here.Links);
        Assert.Equal([remote], here.Monitors);
    }
}
