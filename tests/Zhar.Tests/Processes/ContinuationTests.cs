using Xunit;

namespace Zhar.Tests.Processes;

public sealed class ContinuationTests
{
    [Fact]
    public async Task What_waits_behind_a_continuation_that_throws_runs_its_finally_blocks()
    {
        await using var node = Node.Start();
        var ended = new TaskCompletionSource();

        node.Spawn(async _ =>
        {
            var source = new TaskCompletionSource();
            var waiting = Wait(source.Task);
            SynchronizationContext.Current!.Post(static _ => throw new InvalidOperationException("Not caught by anybody."), null); // a process has one
            var other = new Thread(source.SetResult);
            other.Start();
            other.Join(); // both are queued now
            await waiting;
        });

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

        async Task Wait(Task task)
        {
            try
            {
                await task;
            }
            finally
            {
                ended.SetResult();
            }
        }
    }
}
