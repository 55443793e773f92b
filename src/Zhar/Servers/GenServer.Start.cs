using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>Starting and stopping servers.</summary>
public abstract partial class GenServer
{
    private const int MaxInlineDepth = 8;

    /// <summary>Starts a server linked to the current process and waits for its Init. For generated code: use <c>Counter.StartLink</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ValueTask<StartResult> TryStartLink(ServerStart start, ServerName name = default, StartOptions options = default) =>
        Start(start, name, options, link: true, monitor: null);

    /// <summary>As above, without the link.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ValueTask<StartResult> TryStart(ServerStart start, ServerName name = default, StartOptions options = default) =>
        Start(start, name, options, link: false, monitor: null);

    /// <summary>As above, with a monitor that is set before the process runs. On a failed start its DOWN is consumed.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static async ValueTask<(StartResult Result, MonitorRef Monitor)> TryStartMonitor(ServerStart start, ServerName name = default, StartOptions options = default)
    {
        var monitor = new StrongBox<MonitorRef>();
        var result = await Start(start, name, options, link: false, monitor).ConfigureAwait(true);
        if (result is not Started && monitor.Value is not null)
            Process.Demonitor(monitor.Value, flush: true);
        return (result, monitor.Value!);
    }

    /// <summary>Asks a process to end with <paramref name="reason"/> after what it is handling, and waits until it is dead. Terminate runs.</summary>
    /// <param name="server">The server, or any process that handles system messages.</param>
    /// <param name="reason">Default <see cref="ExitReason.Normal"/>.</param>
    /// <param name="timeout">Longest wait. Default: as long as it takes. After it the server still ends.</param>
    /// <exception cref="CallExitException">There is no such process; it ended with another reason; or the time is over.</exception>
    /// <exception cref="InvalidOperationException">It is a supervisor, and the current process is a child of it, or of one below it: each would wait for the other.</exception>
    public static async ValueTask Stop(ServerRef server, ExitReason? reason = null, TimeSpan? timeout = null)
    {
        Supervisor.RefuseToStopAncestor(server);
        reason ??= ExitReason.Normal;
        var wait = timeout ?? Timeout.InfiniteTimeSpan;
        var actual = await new StopRequest(reason).Call(server, wait).ConfigureAwait(true);
        if (actual != reason)
            throw new CallExitException(actual, server, $"Stop({reason})", wait, null);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<StartResult> Start(ServerStart start, ServerName name, StartOptions options, bool link, StrongBox<MonitorRef>? monitor)
    {
        ArgumentNullException.ThrowIfNull(start);
        var starter = Process.Live("StartLink");
        var node = starter.Node;
        GenServer server;
        IServiceScope? scope = null;
        try
        {
            if (start.NeedsServices)
                scope = starter.Services.GetService<IServiceScopeFactory>()?.CreateScope();
            server = start.Create(scope?.ServiceProvider ?? starter.Services);
        }
        catch (Exception e)
        {
            scope?.Dispose();
            return new StartFailed(ExitReason.Error(e));
        }

        var starting = new StartingServer(server, start, starter);
        var core = node.Create(starting, starter, link);
        if (scope is not null)
            core.Cold.Scope = scope as IAsyncDisposable;
        if (options.HibernateAfter is not null)
            core.Cold.HibernateAfter = options.HibernateAfter;
        if (name.Local is { } local && node.Names.TryRegister(local, core) is { } conflict)
        {
            Discard(core, starter);
            return new StartFailed(ExitReason.Of("already_started", conflict.Owner));
        }

        if (name.Registry is not null)
            core.Cold.Via = name;
        if (starter.Behaviour is Supervision.SupervisorProcess { RestartsOfStartingChild: > 0 and var restarts })
            core.Cold.Restarts = restarts;
        if (monitor is not null)
        {
            monitor.Value = MonitorRef.Of(starter, core);
            core.AddMonitor(monitor.Value);
        }

        // Init runs in the new process, but on this thread when it cannot wait: the starter would only wait for it.
        var inline = options.TimeoutMilliseconds < 0 && !server.MayAwait && node.Scheduler.AllowsInline && Executor.Current is { Depth: < MaxInlineDepth };
        if (inline && core.StartInline(Executor.Current!))
        {
            core.EndInline();
            return new Started(core.Pid, starting.Info);
        }

        // Its Init has yet to run, or has failed and the process has yet to end: either way the starter hears when that is done.
        var outcome = await Wait(starting, core, starter, options.TimeoutMilliseconds, inline).ConfigureAwait(true);
        if (outcome is Ok<StartResult> ok)
            return ok.Value;

        await KillAndWait(core, starter).ConfigureAwait(true);
        return new StartFailed(((Error<StartResult>)outcome).Reason);
    }

    private static ValueTask<Result<StartResult>> Wait(StartingServer starting, ProcessCore core, ProcessCore starter, int timeout, bool hasRun)
    {
        var wait = new StartWait { Target = core }; // known to the search for deadlocks: an Init that calls its own starter
        starting.Wait = wait;
        return wait.Wait(starter.Node, starter, timeout, hasRun ? core.EndInline : () => starter.Node.Scheduler.Schedule(core));
    }

    /// <summary>Undoes the making of a process that has never run.</summary>
    private static void Discard(ProcessCore core, ProcessCore starter)
    {
        starter.Unlink(core);
        core.Cold.Silent = true;
        if (core.TryBeginDeath())
            core.Die(ExitReason.Normal);
    }

    /// <summary>The start took too long. Source: OTP proc_lib, sync_start: unlink, kill, wait for DOWN.</summary>
    private static async ValueTask KillAndWait(ProcessCore core, ProcessCore starter)
    {
        starter.Unlink(core);
        var monitor = Process.Monitor(core.Pid);
        core.OnExitSignal(starter.Pid, ExitReason.Kill);
        await Process.Receive<Down>(monitor).ConfigureAwait(true);

        // Init may have succeeded at the last moment and the server have ended before the unlink.
        starter.TakeWhere(s => s is ExitSignal exit && exit.Exit.From == core.Pid);
    }

    /// <summary>Ends the server it is delivered to; answered with the reason that the process died with.</summary>
    private sealed class StopRequest(ExitReason reason) : CallMessage<ExitReason>
    {
        internal override bool IsSystem => true;

        public override string ToString() => $"Stop({reason})";

        internal override ValueTask Deliver(ProcessBehaviour behaviour)
        {
            var core = behaviour.Core;
            var version = Version;
            Deferred = true;
            core.Cold.AfterStop += () => Reply(version, core.ExitReason!);
            core.Cold.AnsweredCall = this;
            core.RequestStop(reason);
            return default;
        }

        // The process has ended before it read this. That is what was asked for, if the reason is the one asked for.
        internal override void Abandon(ExitReason actual) => Reply(actual);

        protected override CallMessage Copy() => new StopRequest(reason);

        protected override void Recycle()
        {
        }

        protected override ValueTask Invoke(GenServer server) => default;
    }
}
