using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Testing;

/// <summary>
/// Runs all processes on one thread, the one that asks it to: a seed picks who runs next, a turn is one message, and the clock jumps to the next
/// timer when nobody can run. The test's own code takes turns too, as one more participant, while it runs under <see cref="Run{T}"/>.
/// </summary>
internal sealed partial class DeterministicScheduler : Scheduler
{
    private static readonly object Main = new();

    private readonly object _gate = new(); // a monitor, not a Lock: the pump waits on it for other threads
    private readonly List<Turn> _ready = [];
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posts = new();
    private readonly List<Node> _nodes = [];
    private readonly StepExecutor _executor = new();
    private readonly MainContext _main;
    private readonly SeededRandom _random;
    private readonly ScheduleOptions _options;
    private int _pumpThread;

    internal DeterministicScheduler(int seed, ScheduleOptions options)
    {
        _random = new SeededRandom(seed);
        _options = options;
        _main = new MainContext(this);
        _executor.Clock = Clock;
        Course = new Schedule(seed, options.RecordTurns);
    }

    internal Schedule Course { get; }

    internal VirtualClock Time { get; } = new();

    /// <summary>Whether the calling code runs as a part of the schedule.</summary>
    internal bool IsInside => Volatile.Read(ref _pumpThread) == Environment.CurrentManagedThreadId;

    internal override long ExactNow => (long)Time.Elapsed.TotalMilliseconds;

    internal override bool AllowsInline => false;

    // Whoever collects the meters of this OS process does so from a thread of its own: its probe would be one more process in the schedule.
    internal override bool RunsInRealTime => false;

    internal int ReadyCount
    {
        get
        {
            lock (_gate)
                return _ready.Count;
        }
    }

    internal void Add(Node node) => _nodes.Add(node);

    internal void Remove(Node node) => _nodes.Remove(node);

    internal override void Schedule(ProcessCore process)
    {
        Enqueue(new Turn(process, process, null));
        if (Volatile.Read(ref _pumpThread) == 0 && OutsideCall(process) is { } call)
            throw new InvalidOperationException($"""
                {call} was called from plain test code, but the processes of a deterministic node run only while the test lets them, so the reply would never come.
                Call it inside the schedule:

                    await node.Run(async _ => await …);

                or write the test with TestNode.Explore, whose body is a part of the schedule.
                """);
    }

    internal override void Yield(ProcessCore process) => Enqueue(new Turn(process, process, null));

    internal override void Offload<T>(Action<T> work, T state) => Enqueue(new Turn(null, null, () => work(state)));

    internal override void OnPost(ProcessCore process)
    {
        if (IsForeign && !process.IsExiting)
            NoteForeign(process);
    }

    internal override void WatchFatal(ProcessCore process)
    {
        // Its turn ends with the current message, and then its exit is seen.
    }

    internal override void Attach(ITimed timers)
    {
        // The node runs on the virtual clock, whose own timers drive it.
    }

    internal override void Detach(ITimed timers)
    {
    }

    internal override void Hasten(ITimed timers)
    {
    }

    /// <summary>A thread that the schedule does not control, while the schedule runs.</summary>
    private bool IsForeign => Volatile.Read(ref _pumpThread) is not 0 and var pump && pump != Environment.CurrentManagedThreadId;

    /// <summary>The scheduler has the process until its turn, so it may look into the mailbox.</summary>
    private static CallMessage? OutsideCall(ProcessCore process)
    {
        for (var signal = process.Peek(); signal is not null; signal = signal.Next)
        {
            if (signal is CallMessage { Caller: null, Remote: null } call)
                return call;
        }

        return null;
    }

    private void Enqueue(Turn turn)
    {
        if (IsForeign && turn.Process is { } process)
            NoteForeign(process);
        lock (_gate)
        {
            _ready.Add(turn);
            Monitor.PulseAll(_gate);
        }
    }

    private void NoteForeign(ProcessCore? process)
    {
        if (!Course.CanReplay)
            return;
        Course.ForeignAwait = process is null
            ? "the test's own code"
            : process.DisplayName + (process.CurrentMessage is { } message ? $", in {message}" : "");
    }

    /// <summary>One entry of the queue: a process, a piece of the test's own code, or clean-up.</summary>
    private readonly record struct Turn(ProcessCore? Process, object? Owner, Action? Work);

    private sealed class StepExecutor : Executor
    {
        internal override int Budget => 1;
    }

    /// <summary>Brings the continuations of the test's own code back into the schedule.</summary>
    private sealed class MainContext(DeterministicScheduler scheduler) : SynchronizationContext
    {
        public override SynchronizationContext CreateCopy() => this;

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (scheduler.IsForeign)
                scheduler.NoteForeign(null);
            lock (scheduler._gate)
            {
                scheduler._posts.Enqueue((d, state));
                scheduler._ready.Add(new Turn(null, Main, null));
                Monitor.PulseAll(scheduler._gate);
            }
        }

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("The code of a deterministic test cannot be entered while it waits. Use Post.");
    }
}
