using System.Runtime.InteropServices;

namespace Zhar.Scheduling;

/// <summary>What the kernel gives a thread: its share of the CPU, and how long it may hold it at a time. On other systems than Linux nothing happens, and the kernel shares evenly.</summary>
internal static partial class ThreadPriorities
{
    private const int PrioProcess = 0;

    /// <summary>The shortest slice that Linux takes.</summary>
    private const ulong ShortSliceNanoseconds = 100_000;

    /// <summary>
    /// Keeps the slice from the threads that this one starts. Those of the thread pool begin in whoever queues the work: with slices so short they changed places twice
    /// as often, and a request of the web layer cost a fifth more.
    /// </summary>
    private const ulong NotInherited = 1;

    /// <summary>From 6.12 on Linux takes a slice for an ordinary thread; before, the call changed the nice value alone.</summary>
    private static readonly bool HasSlices = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 12) && SetAttributeCall != 0;

    internal static bool IsSupported { get; } = OperatingSystem.IsLinux();

    // The C library has had no wrapper for long, so the kernel's number it is.
    private static int SetAttributeCall => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => 0,
    };

    internal static int CurrentThreadId()
    {
        if (!IsSupported)
            return 0;
        try
        {
            return gettid();
        }
        catch (EntryPointNotFoundException)
        {
            return 0; // a C library without gettid: threads keep their priority
        }
    }

    /// <summary>
    /// Makes the kernel change between this thread and others every tenth of a millisecond, while both want the CPU, instead of every few. The share
    /// of each stays the same. False: this system has no such thing.
    /// </summary>
    internal static bool TrySetShortSlice(int threadId) => threadId != 0 && TrySet(threadId, getpriority(PrioProcess, threadId), ShortSliceNanoseconds);

    /// <summary>Lowers a thread by so many steps below this OS process, and keeps its slice short. False when the system refused, as it does for a raise without privilege.</summary>
    internal static bool TryLower(int threadId, int steps)
    {
        if (!IsSupported || threadId == 0)
            return false;
        var nice = Math.Min(19, getpriority(PrioProcess, Environment.ProcessId) + steps);
        return TrySet(threadId, nice, ShortSliceNanoseconds) || setpriority(PrioProcess, threadId, nice) == 0;
    }

    /// <summary>How long a thread of this OS process has had the CPU, in milliseconds; -1 when the system does not tell.</summary>
    internal static long CpuMilliseconds(int threadId)
    {
        // A thread's clock, as the kernel numbers them: the complement of its id, and 6 for "one thread, scheduled time".
        const int OfThread = 6;
        return IsSupported && threadId != 0 && clock_gettime((~threadId << 3) | OfThread, out var time) == 0
            ? ((long)time.Seconds * 1000) + ((long)time.Nanoseconds / 1_000_000)
            : -1;
    }

    private static bool TrySet(int threadId, int nice, ulong slice)
    {
        if (!HasSlices)
            return false;
        var attributes = new SchedulingAttributes { Size = 48, Flags = NotInherited, Nice = nice, Runtime = slice };
        return syscall(SetAttributeCall, threadId, in attributes, 0) == 0;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial int getpriority(int which, int who);

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint threadId, in SchedulingAttributes attributes, nint flags);

    private readonly struct TimeSpec
    {
        internal readonly nint Seconds;
        internal readonly nint Nanoseconds;
    }

    /// <summary>Linux: struct sched_attr, in its first form. Policy 0 is that of ordinary threads, whose runtime is the slice.</summary>
    private struct SchedulingAttributes
    {
        internal uint Size;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
    }
}
