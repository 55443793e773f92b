using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Measures how long the scheduler lets a process wait that could run, by sending one through it.</summary>
/// <remarks>Looking changes nothing: the probe is not among the node's processes, takes none of their numbers, and is not sent where a schedule decides who runs.</remarks>
internal sealed class SchedulerProbe(Node node)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _done;
    private long _sentAt;
    private TimeSpan _last;

    /// <summary>The last result, or how long the current probe has been waiting if that is more. Sends the next one.</summary>
    internal TimeSpan Look()
    {
        lock (_gate)
        {
            if (_done is not null)
                return TimeSpan.FromTicks(Math.Max(_last.Ticks, Stopwatch.GetElapsedTime(_sentAt).Ticks));
        }

        Send();
        return _last;
    }

    /// <summary>Sends a probe and waits for it, for at most <paramref name="limit"/>.</summary>
    internal async Task<TimeSpan> Measure(TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var done = Send();
        try
        {
            await done.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
            return _last;
        }
        catch (TimeoutException)
        {
            return Stopwatch.GetElapsedTime(start);
        }
    }

    private Task Send()
    {
        if (!node.Scheduler.RunsInRealTime)
            return Task.CompletedTask;
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_done is { } under)
                return under.Task;
            done = _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _sentAt = Stopwatch.GetTimestamp();
        }

        var core = new ProcessCore(0, node.NoLineage, new RawBehaviour(_ =>
        {
            lock (_gate)
            {
                _last = Stopwatch.GetElapsedTime(_sentAt);
                _done = null;
            }

            done.SetResult();
            return Task.CompletedTask;
        }));
        core.Cold.Silent = true;
        node.Scheduler.Schedule(core);
        return done.Task;
    }
}
