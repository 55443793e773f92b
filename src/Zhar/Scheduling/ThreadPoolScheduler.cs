using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>Runs processes on the .NET thread pool: for hosts that allow no threads of our own. Without the monitor's rescue from stuck handlers.</summary>
internal sealed class ThreadPoolScheduler : Scheduler
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<(ITimed Timed, Timer Timer)> _timed = [];

    internal override long ExactNow
    {
        get
        {
            var now = (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
            Volatile.Write(ref Clock.Now, now);
            return now;
        }
    }

    internal override void Schedule(ProcessCore process) => ThreadPool.UnsafeQueueUserWorkItem(Run, process, preferLocal: true);

    internal override void Yield(ProcessCore process) => ThreadPool.UnsafeQueueUserWorkItem(Run, process, preferLocal: false);

    internal override void WatchFatal(ProcessCore process)
    {
        // Its turn ends with the current message; nobody watches a handler that never returns.
    }

    internal override void Attach(ITimed timers)
    {
        lock (_gate)
            _timed.Add((timers, new Timer(_ => timers.Poll(ExactNow), null, 0, 10)));
    }

    internal override void Detach(ITimed timers)
    {
        lock (_gate)
        {
            var index = _timed.FindIndex(t => t.Timed == timers);
            if (index < 0)
                return;
            _timed[index].Timer.Dispose();
            _timed.RemoveAt(index);
        }
    }

    internal override void Hasten(ITimed timers)
    {
    }

    private void Run(ProcessCore process)
    {
        _ = ExactNow;
        var executor = Executor.ForThisThread();
        executor.Clock = Clock;
        process.Execute(executor);
    }
}
