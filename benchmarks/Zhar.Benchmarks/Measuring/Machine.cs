using System.Globalization;

namespace Zhar.Benchmarks.Measuring;

/// <summary>What this OS process uses.</summary>
internal static class Machine
{
    /// <summary>Resident memory in bytes.</summary>
    internal static long ResidentBytes => Status("VmRSS:") * 1024;

    internal static int Threads => (int)Status("Threads:");

    /// <summary>Bytes on the heap after full collections, the last of which gives free memory back to the system, so that resident memory means what is in use.</summary>
    internal static long HeapBytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, i < 2 ? GCCollectionMode.Forced : GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static long Status(string key)
    {
        if (!OperatingSystem.IsLinux())
            return key == "Threads:" ? System.Diagnostics.Process.GetCurrentProcess().Threads.Count : Environment.WorkingSet / 1024;
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(key.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        }

        return 0;
    }
}
