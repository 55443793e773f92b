using System.Runtime.InteropServices;

namespace Zhar.Scheduling;

/// <summary>Lowers the share of the CPU that a thread gets. On systems without a call for it nothing happens, and the kernel shares evenly.</summary>
internal static partial class ThreadPriorities
{
    private const int PrioProcess = 0;

    internal static bool IsSupported { get; } = OperatingSystem.IsLinux();

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

    /// <summary>Sets the nice value of one thread, 0 to 19. False when the system refused, as it does for a raise without privilege.</summary>
    internal static bool TrySetNice(int threadId, int nice) => IsSupported && threadId != 0 && setpriority(PrioProcess, threadId, nice) == 0;

    /// <summary>How long a thread of this OS process has had the CPU, in milliseconds; -1 when the system does not tell.</summary>
    internal static long CpuMilliseconds(int threadId)
    {
        // A thread's clock, as the kernel numbers them: the complement of its id, and 6 for "one thread, scheduled time".
        const int OfThread = 6;
        return IsSupported && threadId != 0 && clock_gettime((~threadId << 3) | OfThread, out var time) == 0
            ? ((long)time.Seconds * 1000) + ((long)time.Nanoseconds / 1_000_000)
            : -1;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);

    private readonly struct TimeSpec
    {
        internal readonly nint Seconds;
        internal readonly nint Nanoseconds;
    }
}
