using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Zhar.Testing;

/// <summary>A node for one test: its own processes, names and log, and on request a clock that the test moves. Tests with nodes of their own run in parallel.</summary>
/// <remarks>
/// Three kinds. <c>Start</c>: the real scheduler and the real clock. <c>Start</c> with <c>virtualTime</c>: the real scheduler, and a clock
/// that stands until the test moves it. <see cref="Deterministic"/>: one thread, a seed that picks who runs next, and a clock that jumps to the next
/// timer; <see cref="Explore"/> tries many seeds.
/// </remarks>
/// <example>
/// <code>
/// await using var node = TestNode.Start(virtualTime: true);
/// Counter.Ref counter = await node.StartSupervised&lt;Counter.Ref&gt;(Counter.Child(5));
/// node.Clock.Advance(TimeSpan.FromSeconds(5));
/// await node.KillAndAwaitRestart(counter);
/// </code>
/// </example>
public sealed partial class TestNode : IAsyncDisposable
{
    /// <summary>How long the waits of this package last unless they are told otherwise: 5 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly DeterministicScheduler? _scheduler;

    private TestNode(Node node, FakeTimeProvider? clock, LogCapture log, DeterministicScheduler? scheduler = null)
    {
        Node = node;
        FakeClock = clock;
        Log = log;
        _scheduler = scheduler;
        Log.Owner = this;
    }

    private FakeTimeProvider? FakeClock { get; }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>What the node logged.</summary>
    public LogCapture Log { get; }

    /// <summary>The clock of a node that was started with virtual time, or that is deterministic.</summary>
    /// <exception cref="InvalidOperationException">The node runs on the system's clock.</exception>
    public FakeTimeProvider Clock => FakeClock ?? throw new InvalidOperationException("This node runs on the system's clock. Start it with TestNode.Start(virtualTime: true).");

    /// <summary>
    /// How long <see cref="Run{T}"/> may take, so that a process which waits for ever fails its test and not the whole run. Default 1 minute; no limit for
    /// <see cref="Timeout.InfiniteTimeSpan"/>, under a debugger, and on a deterministic node, which sees by itself that nobody can go on.
    /// </summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Fails the disposal of this node when the test has left a process behind: see <see cref="AssertNoProcessLeft"/>. Default false.</summary>
    public bool ChecksForLeaks { get; set; }

    internal bool IsDeterministic => _scheduler is not null;

    /// <summary>What measures the timeouts of waits. Virtual time stands while a test waits, so only a schedule, which moves it, can use it.</summary>
    internal TimeProvider WaitClock => _scheduler?.Time ?? TimeProvider.System;

    /// <summary>Starts a node.</summary>
    /// <param name="virtualTime">Timers, timeouts and restart windows stand still until the test moves <see cref="Clock"/>.</param>
    /// <param name="configure">Changes the options before the start.</param>
    public static TestNode Start(bool virtualTime = false, Action<NodeOptions>? configure = null)
    {
        return Start(virtualTime ? new FakeTimeProvider() : null, configure);
    }

    /// <summary>As above, on a clock that several nodes share.</summary>
    internal static TestNode Start(FakeTimeProvider? clock, Action<NodeOptions>? configure)
    {
        var log = new LogCapture();
        var options = new NodeOptions { LoggerFactory = log, Name = "test@localhost" };
        if (clock is not null)
            options.Clock = clock;
        configure?.Invoke(options);
        return new TestNode(Node.Start(options), clock, log);
    }

    /// <summary>Its door to the other nodes of a cluster.</summary>
    internal MemoryTransport? Transport { get; set; }

    /// <summary>Runs <paramref name="body"/> as a process of the node and waits for its result.</summary>
    /// <exception cref="ExpectationException">It did not end within <see cref="TimeLimit"/>. The text says what each process waits for; the process goes on until the node is disposed.</exception>
    public Task<T> Run<T>(Func<ProcessContext, Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_scheduler is null)
            return InTime(Node.Run(body));
        return InSchedule(() =>
        {
            var done = new TaskCompletionSource<T>();
            Node.Enter(
                self =>
                {
                    Process.SetLabel("the test");
                    return body(self);
                },
                done);
            return done.Task;
        });
    }

    /// <summary>As above, for a body without a result.</summary>
    public Task Run(Func<ProcessContext, Task> body) => Run(async self =>
    {
        await body(self).ConfigureAwait(true);
        return true;
    });

    private async Task<T> InTime<T>(Task<T> run)
    {
        try
        {
            return await run.WaitAsync(Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeLimit).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            throw new ExpectationException($"""
                The body of node.Run was not done within {TimeLimit} (TestNode.TimeLimit). What the processes of the node wait for:
                {Waits.Describe(Node.Processes.Snapshot().Where(static process => !process.IsDead))}
                """);
        }
    }

    /// <summary>Stops what was started supervised, last first, kills what is left, and stops the node.</summary>
    /// <exception cref="ExpectationException">A process was left behind, and <see cref="ChecksForLeaks"/> is set.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Node.IsStopped)
            return;
        try
        {
            await StopSupervised().ConfigureAwait(true);
            if (ChecksForLeaks)
                await AssertNoProcessLeft().ConfigureAwait(true);
        }
        finally
        {
            KillAllInSchedule();
            await Node.DisposeAsync().ConfigureAwait(false);
            Node.OnStarted = null;
        }
    }

    /// <summary>Runs <paramref name="work"/> where the code after its awaits may go on: as a part of the schedule of a deterministic node, else right here.</summary>
    internal Task<T> InSchedule<T>(Func<Task<T>> work)
    {
        if (_scheduler is null)
            return work();
        if (!_scheduler.IsInside)
            return _scheduler.Run(work, isOurs: true);
        var task = work();
        _scheduler.Expect(task);
        return task;
    }

    internal Task InSchedule(Func<Task> work) => InSchedule(async () =>
    {
        await work().ConfigureAwait(true);
        return true;
    });

    /// <summary>Where the continuation of whoever waits for it runs in the thread that completes it, if a schedule decides who runs.</summary>
    internal TaskCompletionSource<T> NewSource<T>() => new(IsDeterministic ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    private void KillAllInSchedule()
    {
        if (_scheduler is null || _scheduler.IsInside)
            return;
        try
        {
            for (var round = 0; round < 10 && Node.Processes.Count > 0; round++)
            {
                foreach (var process in Node.Processes.Snapshot())
                    process.OnExitSignal(default, ExitReason.Kill);
                _scheduler.Settle();
            }
        }
        catch (ScheduleException)
        {
            // The test has seen it, or is over: the node's own end kills what is left.
        }

        _scheduler.Remove(Node);
    }
}
