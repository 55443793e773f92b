using Xunit;

namespace Zhar.Tests.Supervision;

/// <summary>A supervisor answers late while a child of it starts: whoever asks may say how long to wait.</summary>
public sealed partial class QueryTimeoutTests
{
    [Fact]
    public async Task A_question_to_a_supervisor_that_starts_a_child_ends_with_its_time()
    {
        await using var node = Node.Start();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var soon = TimeSpan.FromMilliseconds(20);

        var (reasons, count) = await node.Run(async self =>
        {
            var supervisor = await DynamicSupervisor.StartLink();
            Process.SpawnLink(_ => DynamicSupervisor.StartChild(supervisor, Slow.Child(gate.Task)).AsTask());
            CallExitException[] failures =
            [
                await Assert.ThrowsAsync<CallExitException>(async () => await Asked(supervisor, soon)),
                await Assert.ThrowsAsync<CallExitException>(async () => await Supervisor.WhichChildren(supervisor, soon)),
                await Assert.ThrowsAsync<CallExitException>(async () => await Supervisor.FindChild(supervisor, self.Pid, soon)),
                await Assert.ThrowsAsync<CallExitException>(async () => await Supervisor.GetChildSpec(supervisor, self.Pid, soon)),
            ];
            gate.SetResult();
            var counts = await DynamicSupervisor.CountChildren(supervisor);
            return (failures.Select(static f => f.Reason).ToArray(), counts.Active);
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(reasons, static reason => Assert.Equal(ExitReason.Timeout, reason));
        Assert.Equal(1, count);
    }

    /// <summary>Asks until the supervisor has begun to start its child, and with that no longer answers.</summary>
    private static async Task Asked(Pid supervisor, TimeSpan time)
    {
        while (true)
            await DynamicSupervisor.CountChildren(supervisor, time);
    }

    internal sealed partial class Slow : GenServer<int>
    {
        private async ValueTask<Init<int>> Init([Transfer] Task gate)
        {
            await gate;
            return Ok(0);
        }
    }
}
