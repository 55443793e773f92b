using Xunit;

namespace Zhar.Tests.Processes;

/// <summary>Processes whose body does not wait.</summary>
public sealed class SpawnTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_process_whose_body_does_not_wait_runs_and_ends()
    {
        await using var node = Node.Start();

        var (message, down) = await node.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(child =>
            {
                self.Pid.Send((child.Pid, Process.Self));
            });
            return (await self.Receive<(Pid Own, Pid Current)>(), await self.Receive<Down>(monitor));
        }).WaitAsync(Deadline);

        Assert.Equal(message.Own, message.Current);
        Assert.Equal(message.Own, down.Pid);
        Assert.Equal(ExitReason.Normal, down.Reason);
    }

    [Fact]
    public async Task A_fault_of_a_body_that_does_not_wait_reaches_who_is_linked()
    {
        await using var node = Node.Start();

        var exit = await node.Run(async self =>
        {
            Process.TrapExit = true;
            Process.SpawnLink(static child =>
            {
                if (!child.Pid.IsNone)
                    throw new InvalidOperationException("no");
            });
            return await self.Receive<Exit>();
        }).WaitAsync(Deadline);

        Assert.IsType<InvalidOperationException>(exit.Reason.Exception);
    }

    [Fact]
    public async Task A_node_spawns_one_too()
    {
        await using var node = Node.Start();
        var seen = new TaskCompletionSource<Pid>(TaskCreationOptions.RunContinuationsAsynchronously);

        var pid = node.Spawn(child => seen.SetResult(child.Pid));

        Assert.Equal(pid, await seen.Task.WaitAsync(Deadline));
    }
}
