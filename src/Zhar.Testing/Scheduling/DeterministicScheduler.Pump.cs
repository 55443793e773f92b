using System.Diagnostics;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Testing;

/// <summary>The loop: pick, run a turn, jump in time when nobody can run.</summary>
internal sealed partial class DeterministicScheduler
{
    private const int PoolRounds = 5;

    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(60);

    private readonly Dictionary<object, int> _turns = [];
    private readonly Dictionary<object, int> _graceAt = [];
    private readonly List<(object Owner, TaskCompletionSource Done)> _turnWaiters = [];
    private readonly List<(object Owner, Task Task)> _known = [];

    private bool _mainRuns;
    private bool _mainIsOurs;

    /// <summary>Real time that a wait which the runtime does not know gets, once, before the clock may jump. A thread pool that is not busy answers within it.</summary>
    internal TimeSpan ShortGrace { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs <paramref name="work"/> as the test's own part of the schedule, until it has ended. Its task is returned, completed.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isOurs">It awaits nothing but what this package brings back.</param>
    /// <exception cref="ScheduleException">The schedule came to a stop, ran too long, or lost control.</exception>
    internal Task<T> Run<T>(Func<Task<T>> work, bool isOurs)
    {
        Task<T>? task = null;
        var caller = ExecutionContext.Capture();
        _main.Post(
            _ =>
            {
                if (caller is null)
                    task = Begin(work);
                else
                    ExecutionContext.Run(caller, _ => task = Begin(work), null); // its async locals are those of the test
            },
            null);
        _mainIsOurs = isOurs;
        _mainRuns = true;
        try
        {
            Pump(() => task is { IsCompleted: true });
        }
        finally
        {
            _mainRuns = false;
        }

        return task!;

        static Task<T> Begin(Func<Task<T>> work)
        {
            try
            {
                return work();
            }
            catch (Exception e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    /// <summary>Runs until nobody can run, without moving the clock.</summary>
    internal void Settle() => Pump(() => ReadyCount == 0);

    /// <summary>Completes after the next turn of anybody but the caller, or the next jump of the clock.</summary>
    internal Task NextTurn()
    {
        var done = new TaskCompletionSource();
        _turnWaiters.Add((Executor.Current?.Process ?? Main, done));
        return done.Task;
    }

    /// <summary>Says that whoever runs now is going to wait for <paramref name="task"/>, which nobody but the schedule itself ends.</summary>
    internal void Expect(Task task)
    {
        _known.RemoveAll(static k => k.Task.IsCompleted);
        if (!task.IsCompleted)
            _known.Add((Executor.Current?.Process ?? Main, task));
    }

    private void Pump(Func<bool> isDone)
    {
        if (Interlocked.CompareExchange(ref _pumpThread, Environment.CurrentManagedThreadId, 0) != 0)
        {
            throw new InvalidOperationException(
                "The deterministic node runs already, on another thread. Code that is a part of the schedule must stay on its thread: leave out ConfigureAwait(false) and Task.Run.");
        }

        var context = SynchronizationContext.Current;
        var execution = ExecutionContext.Capture();
        var executor = Executor.ForThisThread();
        Executor.Adopt(_executor);
        SynchronizationContext.SetSynchronizationContext(null);
        _executor.End(); // the test's async locals stay out of the processes
        try
        {
            Loop(isDone);
        }
        finally
        {
            Executor.Adopt(executor);
            SynchronizationContext.SetSynchronizationContext(context);
            if (execution is not null)
                ExecutionContext.Restore(execution);
            Volatile.Write(ref _pumpThread, 0);
        }
    }

    private void Loop(Func<bool> isDone)
    {
        while (!isDone())
        {
            RefuseForeignAwaits();
            if (Course.Turns >= _options.MaxTurns)
                throw new TurnLimitException(Course, Busiest());
            if (TryPick(out var turn))
                Take(turn);
            else if (MayComeFromOutside() && WaitForOthers(ShortGrace))
                continue;
            else if (Time.UntilNext is { } time)
                Jump(time);
            else if (!HasUnknownWaits || !WaitForOthers(LongGrace))
                throw new DeadlockException(Course, WhoWaits());
        }

        RefuseForeignAwaits(); // the last turn may have been taken between the look above and the pick
    }

    private void RefuseForeignAwaits()
    {
        if (Course.ForeignAwait is { } who && !_options.AllowForeignAwaits)
            throw new ForeignAwaitException(Course, who);
    }

    private bool TryPick(out Turn turn)
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                turn = default;
                return false;
            }

            var index = _random.Next(_ready.Count);
            turn = _ready[index];
            Course.Add((ulong)index << 32 | (uint)_ready.Count, turn.Process is { } p ? Number(p) : turn.Owner is null ? 1UL : 0UL);
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return true;
        }
    }

    private ulong Number(ProcessCore process) => ((ulong)_nodes.IndexOf(process.Node) << 48) + (ulong)process.Id + 2;

    private void Take(in Turn turn)
    {
        if (Course.Records)
            Course.Note(Time.Elapsed, Describe(turn));
        if (turn.Owner is { } owner)
            _turns[owner] = _turns.GetValueOrDefault(owner) + 1;

        if (turn.Process is { } process)
            process.Execute(_executor);
        else if (turn.Work is { } work)
            work();
        else
            TakeMain();

        Release(turn.Owner);
    }

    private void TakeMain()
    {
        (SendOrPostCallback Callback, object? State) post;
        lock (_gate)
            post = _posts.Dequeue();
        SynchronizationContext.SetSynchronizationContext(_main);
        try
        {
            post.Callback(post.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
            _executor.End();
        }
    }

    private void Jump(TimeSpan time)
    {
        Course.Add(ulong.MaxValue, (ulong)time.Ticks);
        Volatile.Write(ref Clock.Now, (long)(Time.Elapsed + time).TotalMilliseconds);
        Time.Advance(time);
        Release(null);
    }

    private void Release(object? owner)
    {
        for (var i = _turnWaiters.Count - 1; i >= 0; i--)
        {
            if (owner is not null && ReferenceEquals(_turnWaiters[i].Owner, owner))
                continue;
            var done = _turnWaiters[i].Done;
            _turnWaiters.RemoveAt(i);
            done.SetResult();
        }
    }

    // ---- when nobody can run -----------------------------------------------------------------------------------------

    private bool HasUnknownWaits => UnknownWaits().Any();

    /// <summary>Who waits for something that the runtime does not know.</summary>
    private IEnumerable<object> UnknownWaits()
    {
        if (_mainRuns && !_mainIsOurs && !IsKnown(Main))
            yield return Main;
        foreach (var process in Processes())
        {
            if (Waits.IsUnknown(process) && !IsKnown(process))
                yield return process;
        }
    }

    private bool IsKnown(object owner) => _known.Exists(k => ReferenceEquals(k.Owner, owner) && !k.Task.IsCompleted);

    /// <summary>Whether some such wait has not been given its grace yet.</summary>
    private bool MayComeFromOutside() => UnknownWaits().Count(NeedsGrace) > 0;

    private bool NeedsGrace(object owner)
    {
        var turns = _turns.GetValueOrDefault(owner);
        if (_graceAt.TryGetValue(owner, out var at) && at == turns)
            return false;
        _graceAt[owner] = turns;
        return true;
    }

    /// <summary>Waits until another thread makes somebody ready. False: none has, within <paramref name="grace"/>.</summary>
    /// <remarks>
    /// The pool of a busy machine may take seconds for what it takes no time for else, so its own pace is a part of the grace: it is not over before the
    /// pool has come back to a piece of work <see cref="PoolRounds"/> times, one after the other.
    /// </remarks>
    private bool WaitForOthers(TimeSpan grace)
    {
        var start = Stopwatch.GetTimestamp();
        var pace = grace > TimeSpan.Zero ? new PoolPace(_gate) : null;
        lock (_gate)
        {
            while (_ready.Count == 0)
            {
                var waited = Stopwatch.GetElapsedTime(start);
                var limit = pace is null or { Rounds: >= PoolRounds } ? grace : LongestGrace;
                if (waited >= limit)
                    return false;
                Monitor.Wait(_gate, limit - waited);
            }

            return true;
        }
    }

    private IEnumerable<ProcessCore> Processes() => _nodes.SelectMany(static node => node.Processes.Snapshot().OrderBy(static p => p.Id));

    private string WhoWaits() => Waits.Describe(Processes());

    private string Busiest() => string.Join(Environment.NewLine, _turns
        .OrderByDescending(static t => t.Value)
        .Take(5)
        .Select(static t => $"  {(t.Key is ProcessCore process ? process.DisplayName : "the test's own code")}: {t.Value} turns"));

    private static string Describe(in Turn turn)
    {
        if (turn.Process is not { } process)
            return turn.Owner is null ? "cleans up after a dead process" : "the test's own code goes on";
        var what = process.IsExiting ? $"ends with {process.ExitReason}"
            : process.Status == "starting" && process.CurrentMessage is null && process.Peek() is null ? "starts"
            : process.CurrentMessage is { } message ? $"goes on in {message}"
            : process.Peek()?.Describe.ToString() ?? "goes on";
        return $"{process.DisplayName} {what}";
    }

    /// <summary>A piece of work that goes through the thread pool a few times, and counts.</summary>
    private sealed class PoolPace : IThreadPoolWorkItem
    {
        private readonly object _gate;

        internal PoolPace(object gate)
        {
            _gate = gate;

            // Behind what this thread has queued itself, which other threads take last.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        /// <summary>Read under the gate.</summary>
        internal int Rounds { get; private set; }

        void IThreadPoolWorkItem.Execute()
        {
            lock (_gate)
            {
                Rounds++;
                Monitor.PulseAll(_gate);
            }

            if (Rounds < PoolRounds)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
