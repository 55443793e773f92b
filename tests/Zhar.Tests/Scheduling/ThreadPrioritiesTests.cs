using System.Runtime.InteropServices;
using Xunit;
using Zhar.Scheduling;

namespace Zhar.Tests.Scheduling;

public sealed class ThreadPrioritiesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_thread_that_a_worker_starts_does_not_inherit_its_short_slice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64, "Slices are Linux's.");
        var (before, worker, started) = (0UL, 0UL, 0UL);
        var isTaken = false;
        var thread = new Thread(() =>
        {
            before = Slice();
            isTaken = ThreadPriorities.TrySetShortSlice(ThreadPriorities.CurrentThreadId());
            worker = Slice();
            var child = new Thread(() => started = Slice());
            child.Start();
            child.Join(Limit);
        });
        thread.Start();

        Assert.True(thread.Join(Limit + Limit), "The threads have not ended.");
        Assert.SkipUnless(isTaken, "This kernel takes no slice for an ordinary thread.");
        Assert.NotEqual(before, worker);
        Assert.Equal(before, started);
    }

    /// <summary>What the kernel says of this thread's slice, in nanoseconds: the field sched_runtime of struct sched_attr, behind size, policy, flags, nice and priority.</summary>
    private static ulong Slice()
    {
        var attributes = new byte[56];
        var call = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 315 : 275;
        Assert.Equal(0, syscall(call, 0, attributes, attributes.Length, 0));
        return BitConverter.ToUInt64(attributes, 24);
    }

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint threadId, byte[] attributes, nint size, nint flags);
}
