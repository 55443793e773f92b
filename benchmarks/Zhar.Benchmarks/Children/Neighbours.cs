using System.Diagnostics;

namespace Zhar.Benchmarks.Children;

/// <summary>Other OS processes that want the processors: a database, a browser, a load generator. They stop by themselves, and with their starter.</summary>
internal sealed class Neighbours : IDisposable
{
    private readonly List<System.Diagnostics.Process> _processes = [];

    internal Neighbours(int count, double seconds)
    {
        for (var i = 0; i < count; i++)
            _processes.Add(System.Diagnostics.Process.Start(Child.Command("burn", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)))!);
    }

    internal static Task Burn(double seconds)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
            Thread.SpinWait(10_000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
    }
}
