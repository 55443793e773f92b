using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

/// <summary>What cannot be swallowed, what a suspended server keeps, and where a call that runs in place leaves its continuations.</summary>
public sealed partial class ServerExitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_swallows_its_exit_ends_after_the_handler(bool asynchronous)
    {
        await using var node = TestNode.Start();
        var (reply, down) = await node.Run(async _ =>
        {
            var server = await Stubborn.Start();
            var monitor = Process.Monitor(server.Address.Pid);
            var reply = asynchronous ? await server.SwallowLater() : await server.Swallow();
            return (reply, await Process.Receive<Down>(monitor));
        });

        Assert.Equal("swallowed", reply);
        Assert.Equal("enough", down.Reason.Tag);
    }

    [Fact]
    public async Task A_suspended_server_handles_what_came_meanwhile_in_order()
    {
        const int Messages = 20_000;
        await using var node = TestNode.Start();
        var seen = await node.Run(async _ =>
        {
            var server = await Stubborn.Start();
            server.Note(-1);
            await Sys.Suspend(server.Address);
            for (var i = 0; i < Messages; i++)
            {
                server.Note(i);
                if (i % 1000 == 0)
                    await Sys.GetState<List<int>>(server.Address);
            }

            await Sys.Resume(server.Address);
            server.Note(Messages);
            return await server.Seen();
        });

        Assert.Equal(Enumerable.Range(-1, Messages + 2), seen);
    }

    [Fact]
    public async Task A_child_cannot_stop_its_supervisor_by_the_back_door()
    {
        await using var node = TestNode.Start();
        var refused = await node.Run(async _ =>
        {
            var supervisor = await Supervisor.StartLink(new SupervisorSpec(Strategy.OneForOne, [Stubborn.Child()]));
            var child = new Stubborn.Ref((await Supervisor.WhichChildren(supervisor)).Single().Pid);
            return await child.StopThat(supervisor);
        });

        Assert.Contains("AutoShutdown", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_synchronous_handler_leaves_behind_goes_on_in_its_own_process()
    {
        await using var node = TestNode.Start();
        var (own, inProcess) = await node.Run(async _ =>
        {
            var server = await Stubborn.Start();
            for (var i = 0; i < 200; i++)
                await server.Seen(); // known to be quick: from here on it runs in place
            var release = new TaskCompletionSource();
            var later = new TaskCompletionSource<Pid>();
            await server.LeaveBehind(release.Task, later);
            new Thread(release.SetResult).Start();
            return (server.Address.Pid, await later.Task);
        });

        Assert.Equal(own, inProcess);
    }

    internal sealed partial class Stubborn : GenServer<List<int>>
    {
        private Init<List<int>> Init() => Ok(new List<int>());

        [Call]
        private string Swallow()
        {
            try
            {
                Process.Exit("enough");
            }
#pragma warning disable ZHAR0016 // the mistake that this test is about
            catch (Exception)
#pragma warning restore ZHAR0016
            {
                return "swallowed";
            }

            return "not reached";
        }

        [Call]
        private async ValueTask<string> SwallowLater()
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
            return Swallow();
        }

        [Cast]
        private void Note(int number) => State.Add(number);

        [Call]
        private List<int> Seen() => State;

        [Call]
        private async ValueTask<string> StopThat(ServerRef supervisor)
        {
            try
            {
                await GenServer.Stop(supervisor);
                return "stopped";
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
        }

        [Call]
        private void LeaveBehind(Task release, TaskCompletionSource<Pid> later) => _ = GoOn(release, later);

        private static async Task GoOn(Task release, TaskCompletionSource<Pid> later)
        {
            await release;
            later.SetResult(Process.Self);
        }
    }
}
