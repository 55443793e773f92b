using System.Diagnostics;

namespace Zhar.Soak.Phases;

/// <summary>How late the kernel wakes a plain thread meanwhile, beside the same hogs and whatever else the machine does: the slice in the bound.</summary>
internal sealed class KernelDelay
{
    private readonly Thread _thread;
    private double _worst;

    internal KernelDelay(TimeSpan time)
    {
        _thread = new Thread(() => Measure(time)) { IsBackground = true, Name = "control" };
        _thread.Start();
    }

    /// <summary>Milliseconds, once the time is over.</summary>
    internal double Worst()
    {
        _thread.Join();
        return _worst;
    }

    private void Measure(TimeSpan time)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
        {
            var start = Stopwatch.GetTimestamp();
            Thread.Sleep(1);
            _worst = Math.Max(_worst, Stopwatch.GetElapsedTime(start).TotalMilliseconds - 1);
        }
    }
}
