using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Zhar.Nodes;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>One runtime system: processes, names, timers, a scheduler and connections to other nodes. An application has one; tests start many beside each other.</summary>
public sealed partial class Node : IAsyncDisposable
{
    // By the calendar, so that a node that is restarted, with its machine too, comes back with a higher one.
    private static long LastCreation = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private readonly WorkerScheduler? _ownScheduler;
    private readonly TimeSpan _shutdownTimeout;
    private int _stopped;

    private Node(NodeOptions options)
    {
        Id = new NodeId(options.Name, Interlocked.Increment(ref LastCreation)) { Local = this };
        NoLineage = new Lineage(this, default, "", null);
        Clock = options.Clock;
        Services = options.Services ?? new OwnServices(Clock);
        LoggerFactory = options.LoggerFactory;
        Log = new NodeLog(options.LoggerFactory.CreateLogger("Zhar"));
        Scheduler = options.Scheduler
            ?? (options.UseThreadPool ? new ThreadPoolScheduler()
            : options.Workers > 0 ? _ownScheduler = new WorkerScheduler(options.Workers)
            : WorkerScheduler.Shared);
        Timers = new TimerService(this);
        CallTimeouts = new CallTimeouts(this);
        Links = new NodeLinks(this);
        Applications = new Applications(this);
        Probe = new SchedulerProbe(this);
        Crashes = new CrashLog(Clock);
        _shutdownTimeout = options.ShutdownTimeout;
        if (ReferenceEquals(Clock, TimeProvider.System))
        {
            Scheduler.Attach(Timers);
            Scheduler.Attach(CallTimeouts);
        }
    }

    /// <summary>The node of the current process.</summary>
    /// <exception cref="NotInProcessException">No process runs here.</exception>
    public static Node Current => Executor.CurrentNode ?? throw new NotInProcessException("Node.Current");

    /// <summary>The node's name.</summary>
    public string Name => Id.Name;

    /// <summary>Which incarnation of the name this is: a pid of an earlier one never matches a process of this one.</summary>
    public long Creation => Id.Creation;

    /// <summary>The clock of all timers, timeouts and restart windows.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Where the constructors of servers get their services from. A node that was given none has its <see cref="Clock"/> for them, as the <see cref="TimeProvider"/>.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The node's applications: what is loaded and what runs.</summary>
    public Applications Applications { get; }

    /// <summary>How many processes live.</summary>
    public int ProcessCount => Processes.Count;

    /// <summary>The last crash reports of this node, newest first: at most 100.</summary>
    public IReadOnlyList<CrashReport> RecentCrashes => Crashes.Reports;

    /// <summary>How many timers wait.</summary>
    public int TimerCount => Timers.Count;

    internal NodeId Id { get; }

    /// <summary>The lineage of processes that no process has started, and of dead ones.</summary>
    internal Lineage NoLineage { get; }

    internal ILoggerFactory LoggerFactory { get; }

    internal NodeLog Log { get; }

    internal Scheduler Scheduler { get; }

    internal ProcessTable Processes { get; } = new();

    internal NameTable Names { get; } = new();

    internal TimerService Timers { get; }

    internal CallTimeouts CallTimeouts { get; }

    /// <summary>How long the scheduler lets a process wait for its turn.</summary>
    internal SchedulerProbe Probe { get; }

    internal CrashLog Crashes { get; }

    internal InlineRights InlineRights { get; } = new();

    internal AliasTable Aliases { get; } = new();

    internal NodeLinks Links { get; }

    /// <summary>Told of each server whose Init has succeeded, in that process: for tests that wait for a restart.</summary>
    internal Action<ProcessCore>? OnStarted { get; set; }

    internal long CoarseNow => Scheduler.CoarseNow;

    internal bool IsStopped => Volatile.Read(ref _stopped) != 0;

    /// <summary>Starts a node.</summary>
    public static Node Start(NodeOptions? options = null)
    {
        var node = new Node(options ?? new NodeOptions());
        NodeMeter.Add(node);
        return node;
    }

    /// <summary>Runs <paramref name="body"/> as a process and waits for it: the way into the node from a thread that is no process.</summary>
    /// <remarks>When the task ends, the process is gone: no longer counted, its names free.</remarks>
    /// <exception cref="ProcessExitException">The process was ended from outside; an exception in the body comes out as itself.</exception>
    public async Task<T> Run<T>(Func<ProcessContext, Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enter(body, done);
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>As above, for a body without a result.</summary>
    public Task Run(Func<ProcessContext, Task> body) => Run(async self =>
    {
        await body(self).ConfigureAwait(true);
        return true;
    });

    /// <summary>Starts a process that nobody is linked to.</summary>
    public Pid Spawn(Func<ProcessContext, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Spawn(new RawBehaviour(body));
    }

    /// <summary>As above, for a body that does not wait.</summary>
    public Pid Spawn(Action<ProcessContext> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Spawn(new RawBehaviour(body));
    }

    private Pid Spawn(RawBehaviour behaviour)
    {
        var core = Create(behaviour, null, false);
        Scheduler.Schedule(core);
        return core.Pid;
    }

    /// <summary>Starts the child of a supervisor's spec as a process of its own, linked to nobody, and waits for its Init.</summary>
    /// <exception cref="ProcessExitException">Its Init failed; the exception has the reason.</exception>
    public Task<StartResult> Start(ChildSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Run(async _ =>
        {
            // A server's link ends with its Init: one that fails right behind it has started all the same. One whose Init fails takes this process with it.
            Process.Current("Node.Start").Cold.LetsStartedGo = true;
            var result = await spec.Start.StartLink(spec.Name).ConfigureAwait(true);
            if (result is Started started)
                Process.Unlink(started.Pid);
            return result;
        });
    }

    /// <summary>Sends a message to a process, from outside or inside one.</summary>
    public void Send(Pid to, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (to.Target is { } target)
            Send(target, new MessageSignal(message));
    }

    /// <summary>Who has <paramref name="name"/>; the default value when nobody has.</summary>
    public Pid WhereIs(ServerName name) => new ServerRef(name, this).WhereIs();

    /// <summary>The names that are registered now.</summary>
    public IReadOnlyCollection<string> RegisteredNames => Names.All;

    /// <summary>The names of the other nodes that this one is connected with.</summary>
    public IReadOnlyList<string> Nodes => Links.Connected;

    /// <summary>All live processes. A copy, made in one pass; processes come and go meanwhile.</summary>
    public IReadOnlyList<Pid> ProcessIds => [.. Processes.Snapshot().Select(static p => p.Pid)];

    /// <summary>Some of the processes, by what a listing asks for. It looks at a few words of each process and makes rows of those that are asked for only.</summary>
    /// <remarks>From any thread. Source: Phoenix.LiveDashboard, processes; recon:proc_count/2.</remarks>
    public ProcessPage ListProcesses(ProcessQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ProcessListing.Run(Processes, query);
    }

    /// <summary>Connects with another node. Both see the other among their <see cref="Nodes"/> when this returns. Source: OTP net_kernel:connect_node/1.</summary>
    /// <returns>Whether there is a connection now, new or old. False: there is no such node, it cannot be reached, or this node has no transport.</returns>
    public Task<bool> Connect(string node)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        if (node == Name)
            throw new ArgumentException($"'{node}' is this node. Connect with another one.", nameof(node));
        return Links.Connect(node);
    }

    /// <summary>
    /// Ends the connection with another node: links and monitors across it hear <c>noconnection</c>, calls fail with <c>nodedown</c>, on both sides.
    /// Source: OTP erlang:disconnect_node/1.
    /// </summary>
    /// <returns>False: there was no connection.</returns>
    public Task<bool> Disconnect(string node)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        return Links.Disconnect(node);
    }

    /// <summary>
    /// From now on the current process gets a <see cref="NodeUp"/> and a <see cref="NodeDown"/> for each connection that comes and goes. Doing it
    /// twice is the same as once. Source: OTP net_kernel:monitor_nodes/1.
    /// </summary>
    /// <returns>The nodes that are connected now: every later change comes as a message, and no earlier one.</returns>
    /// <exception cref="InvalidOperationException">The current process belongs to another node.</exception>
    public IReadOnlyList<string> MonitorNodes() => Links.Subscribe(Own("Node.MonitorNodes"));

    /// <summary>Ends <see cref="MonitorNodes"/>. Messages that are in the mailbox stay there.</summary>
    public void DemonitorNodes() => Links.Unsubscribe(Own("Node.DemonitorNodes"));

    /// <summary>Stops the applications in reverse order of their start, for at most <see cref="NodeOptions.ShutdownTimeout"/>; kills what still runs; takes the connections down and stops the node's own threads.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        using (var limit = new CancellationTokenSource(_shutdownTimeout))
            await StopApplications(limit.Token).ConfigureAwait(false);
        await Kill().ConfigureAwait(false);
        NodeMeter.Remove(this);
        Scheduler.Detach(Timers);
        Scheduler.Detach(CallTimeouts);
        Timers.Dispose();
        CallTimeouts.Clear();
        await Links.DisposeAsync().ConfigureAwait(false);
        _ownScheduler?.Dispose();
    }

    /// <summary>Stops the applications in reverse order, until <paramref name="limit"/>. False: some of them still run.</summary>
    internal async Task<bool> StopApplications(CancellationToken limit)
    {
        try
        {
            await Applications.StopAll().WaitAsync(limit).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Kills what still runs.</summary>
    internal async Task Kill()
    {
        for (var round = 0; round < 100 && Processes.Count > 0; round++)
        {
            foreach (var process in Processes.Snapshot())
                process.OnExitSignal(default, ExitReason.Kill);
            await Task.Delay(round < 10 ? 1 : 10).ConfigureAwait(false);
        }
    }

    /// <summary>Runs <paramref name="body"/> as a process and puts its outcome into <paramref name="done"/>.</summary>
    internal void Enter<T>(Func<ProcessContext, Task<T>> body, TaskCompletionSource<T> done)
    {
        var result = default(T);
        Exception? fault = null;
        var returned = false;
        var core = Create(new RawBehaviour(async self =>
        {
            try
            {
                result = await body(self).ConfigureAwait(true);
                returned = true;
            }
            catch (ProcessExitException e)
            {
                fault = e;
                throw;
            }
            catch (Exception e)
            {
                fault = e;
            }
        }), null, false);
        core.Cold.Silent = true;
        core.Cold.AfterStop = () =>
        {
            if (fault is not null)
                done.TrySetException(fault);
            else if (returned)
                done.TrySetResult(result!);
            else
                done.TrySetException(new ProcessExitException(core.ExitReason ?? ExitReason.Killed));
        };
        Scheduler.Schedule(core);
    }

    /// <summary>Makes a process that is not scheduled yet. A linked one has its link before it can run.</summary>
    internal ProcessCore Create(ProcessBehaviour behaviour, ProcessCore? parent, bool link)
    {
        var core = new ProcessCore(Processes.NextId(), parent?.ChildLineage ?? Lineage.OfOutside(this), behaviour);
        if (link && !parent!.TryLinkNew(core))
            throw new ProcessExitException(parent!.ExitReason ?? ExitReason.Killed);
        Processes.Add(core);
        return core;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Send(PidTarget target, Signal signal)
    {
        if (Telemetry.Tracing)
            signal = Telemetry.Wrap(signal);
        var executor = Executor.Current;
        if (executor?.Process is not { } sender)
        {
            Deliver(target, signal);
            return;
        }

        // Outside of user code for the length of the send: who declares this process dead waits for that, so nothing is sent after its DOWN.
        var was = executor.Visit();
        var dead = sender.IsExiting;
        if (!dead)
            Deliver(target, signal);
        executor.Return(was);
        if (dead)
            sender.ThrowIfDead();
    }

    private ProcessCore Own(string operation)
    {
        var self = Process.Live(operation);
        return ReferenceEquals(self.Node, this)
            ? self
            : throw new InvalidOperationException($"{self.Pid} is no process of the node '{Name}'. A process watches the connections of its own node: use Node.Current.");
    }

    private void Deliver(PidTarget target, Signal signal)
    {
        if (target is ProcessCore core && ReferenceEquals(core.Node, this))
            core.Push(signal);
        else if (target is AliasRef.Address alias && ReferenceEquals(target.NodeId, Id))
            alias.Push(signal);
        else
            Links.Send(target, signal);
    }

    /// <summary>What a node without services gives to the constructors of servers: its clock.</summary>
    private sealed class OwnServices(TimeProvider clock) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? clock : null;
    }
}
