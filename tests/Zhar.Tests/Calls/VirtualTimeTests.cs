using Microsoft.Extensions.Time.Testing;
using Xunit;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Tests.Calls;

public sealed partial class VirtualTimeTests
{
    /// <summary>A test that knows that the server handles the call moves the clock once: that has to end the call, however late the caller's thread goes on.</summary>
    [Fact]
    public async Task The_time_of_a_call_counts_from_before_its_server_can_see_it()
    {
        var clock = new FakeTimeProvider();
        var scheduler = new SlowCaller();
        await using var node = Node.Start(new NodeOptions { Clock = clock, Scheduler = scheduler });

        var failure = await node.Run(async _ =>
        {
            var server = await Silent.Start();
            scheduler.AfterScheduling = () => clock.Advance(TimeSpan.FromSeconds(1));
            var call = server.Never(TimeSpan.FromSeconds(1));
            scheduler.AfterScheduling = null;
            return await Assert.ThrowsAsync<CallExitException>(async () => await call);
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(ExitReason.Timeout, failure.Reason);
    }

    internal sealed partial class Silent : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private async ValueTask<int> Never()
        {
            await Process.Delay(Timeout.InfiniteTimeSpan);
            return State;
        }
    }

    /// <summary>The shared scheduler, with something that happens between the moment a process is scheduled and the moment its caller goes on.</summary>
    private sealed class SlowCaller : Scheduler
    {
        private static readonly Scheduler Real = WorkerScheduler.Shared;

        internal Action? AfterScheduling { get; set; }

        internal override long ExactNow => Real.ExactNow;

        internal override void Schedule(ProcessCore process)
        {
            Real.Schedule(process);
            AfterScheduling?.Invoke();
        }

        internal override void Yield(ProcessCore process) => Real.Yield(process);

        internal override void WatchFatal(ProcessCore process) => Real.WatchFatal(process);

        internal override void Attach(ITimed timers) => Real.Attach(timers);

        internal override void Detach(ITimed timers) => Real.Detach(timers);

        internal override void Hasten(ITimed timers) => Real.Hasten(timers);
    }
}
