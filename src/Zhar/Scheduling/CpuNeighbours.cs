using System.Diagnostics;
using System.Globalization;

namespace Zhar.Scheduling;

/// <summary>Whether other programs of this machine want the CPU too, judged from the kernel's counters since the last look.</summary>
internal sealed class CpuNeighbours
{
    private const double BusyShare = 0.15;
    private long _busyJiffies;
    private TimeSpan _own;
    private long _at;

    internal CpuNeighbours() => Sample();

    /// <summary>Whether they were since the last look.</summary>
    internal bool AreBusy()
    {
        var (busyBefore, ownBefore, atBefore) = (_busyJiffies, _own, _at);
        if (!Sample())
            return true; // unknown: be careful
        var elapsed = Stopwatch.GetElapsedTime(atBefore, _at).TotalSeconds * Environment.ProcessorCount;
        var all = (_busyJiffies - busyBefore) / 100.0;
        var others = all - (_own - ownBefore).TotalSeconds;
        return others > elapsed * BusyShare;
    }

    private bool Sample()
    {
        _at = Stopwatch.GetTimestamp();
        try
        {
            using var reader = new StreamReader("/proc/stat");
            var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);

            // user + nice + system; the unit is 1/100 s.
            _busyJiffies = long.Parse(fields[1], CultureInfo.InvariantCulture) + long.Parse(fields[2], CultureInfo.InvariantCulture) + long.Parse(fields[3], CultureInfo.InvariantCulture);
            _own = Environment.CpuUsage.TotalTime;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
