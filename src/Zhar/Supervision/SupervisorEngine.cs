using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>What a supervisor process does with its children. Two kinds: <see cref="OrderedChildren"/> and <see cref="DynamicChildren"/>.</summary>
internal abstract class SupervisorEngine
{
    /// <summary>How long a start waits for the old holder of the child's name when that holder has no end to its own stop rule.</summary>
    private static readonly TimeSpan LongestNameWait = TimeSpan.FromSeconds(5);

    private readonly SupervisorProcess _process;
    private RestartBudget _budget;

    protected SupervisorEngine(SupervisorProcess process, SupervisorSpec spec)
    {
        _process = process;
        Spec = spec;
        _budget = NewBudget();
    }

    internal SupervisorSpec Spec { get; private protected set; }

    protected ProcessCore Core => _process.Core;

    /// <summary>Starts the children of the spec. Null, or why the supervisor cannot start; then all of them are stopped again.</summary>
    internal abstract ValueTask<ExitReason?> StartAll();

    /// <summary>A linked process has ended: a child, or somebody of no concern.</summary>
    internal abstract ValueTask OnExit(Pid pid, ExitReason reason);

    /// <summary>Stops all children, for the end of the supervisor.</summary>
    internal abstract ValueTask StopAll();

    /// <summary>Takes over the flags and children of a new version; running children are kept. Source: OTP supervisor:code_change/3.</summary>
    internal abstract void Upgrade(SupervisorSpec spec);

    // ---- requests ----------------------------------------------------------------------------------------------------

    internal abstract ValueTask<StartResult> StartChild(ChildSpec spec);

    internal abstract ValueTask<StartResult> StartChild(IReadOnlyList<object?> arguments);

    internal abstract ValueTask<ChildResult> TerminateChild(object id);

    internal abstract ValueTask<StartResult> RestartChild(object id);

    internal abstract ChildResult DeleteChild(object id);

    internal abstract IReadOnlyList<ChildInfo> WhichChildren();

    /// <summary>The first <paramref name="limit"/> children, in the order of their start where they have one.</summary>
    internal abstract ChildPage FirstChildren(int limit);

    internal abstract ChildCounts CountChildren();

    internal abstract ChildSpec? GetChildSpec(object id);

    internal abstract ChildInfo? FindChild(object id);

    // ---- for both kinds ----------------------------------------------------------------------------------------------

    protected void TakeOver(SupervisorSpec spec)
    {
        if (spec.MaxRestarts != Spec.MaxRestarts || spec.RestartWindow != Spec.RestartWindow)
        {
            Spec = spec;
            _budget = NewBudget();
        }

        Spec = spec;
    }

    /// <summary>Runs a child's start. Whatever it does comes back as a value, unless this supervisor itself is being killed.</summary>
    protected async ValueTask<StartResult> RunStart(ChildStart start, ChildSpec spec, int restarts)
    {
        _process.RestartsOfStartingChild = restarts;
        StartResult? result;
        var waited = false;
        while (true)
        {
            try
            {
                result = await start.StartLink(spec.Name);
            }
            catch (Exception e) when (!Core.IsExiting)
            {
                result = new StartFailed(e is StartException failed ? failed.Reason : ExitReason.Error(e));
            }

            if (waited || result is not StartFailed { AlreadyStarted.Target: ProcessCore holder } || !IsEnding(holder))
                break;
            waited = true;
            await WaitForName(holder, spec);
        }

        _process.RestartsOfStartingChild = 0;
        switch (result)
        {
            case Started { Pid.IsNone: false } started:
                if (Core.Node.Log.LogsProgress)
                    Core.Node.Log.Progress(Core.DisplayName, spec.Id.ToString() ?? "", started.Pid.ToString());
                return started;
            case Ignored or StartFailed:
                return result;
            default:
                return new StartFailed(ExitReason.Of("bad_return_value", $"The start of {start.Module} returned {(result is null ? "null" : "no pid")}. Return Started, Ignored or StartFailed."));
        }
    }

    /// <summary>Counts a restart. False: the supervisor gives up, and has been told to stop.</summary>
    protected bool TryCountRestart(object? id)
    {
        if (_budget.TryAdd())
            return true;
        Report(id, "shutdown", "reached max restart intensity");
        Core.RequestStop(ExitReason.Shutdown);
        return false;
    }

    protected void Report(object? id, string context, object reason)
    {
        var level = context == "start_error" ? Reports.LevelOfStart(Core) : LogLevel.Error;
        if (Core.Node.Log.Logs(level))
            Core.Node.Log.SupervisorReport(level, Core.DisplayName, id?.ToString() ?? "undefined", context, reason.ToString() ?? "");
    }

    protected async ValueTask Wait(ChildStops stops)
    {
        if (await stops.Wait() is not { } failures)
            return;
        foreach (var (spec, reason) in failures)
            Report(spec.Id, "shutdown_error", reason);
    }

    /// <summary>Tries again later, behind what is in the mailbox already, so that a stop or a terminate is not shut out.</summary>
    protected Retry ScheduleRetry(object entry, TimeSpan delay)
    {
        var retry = new Retry(entry);
        if (delay > TimeSpan.Zero)
            Core.Node.Timers.Add(new TimerEntry { Owner = Core, Signal = retry }, Durations.Milliseconds(delay, nameof(delay)));
        else
            Core.Push(retry);
        return retry;
    }

    protected abstract ValueTask OnRetry(Retry retry);

    private RestartBudget NewBudget() => new(Core.Node.Clock, Spec.MaxRestarts, Spec.RestartWindow);

    /// <summary>Whether the holder of a name is about to lose it: it is ending, or it is a child of a supervisor that was killed and has yet to notice.</summary>
    private static bool IsEnding(ProcessCore holder) =>
        holder.IsExiting || holder.IsTerminating || holder.IsDead ||
        (holder.Lineage.Parent.Target is ProcessCore { IsDead: true } parent && holder.IsParent(parent.Pid));

    private async ValueTask WaitForName(ProcessCore holder, ChildSpec spec)
    {
        var rule = spec.EffectiveShutdown.Milliseconds;
        var gate = new Gate();
        var monitor = MonitorRef.Of(Core, holder, (_, _) =>
        {
            gate.Open();
            return null;
        });
        await gate.Wait(Core.Node, Core, rule >= 0 ? rule : (int)LongestNameWait.TotalMilliseconds, () => holder.AddMonitor(monitor));
        ProcessCore.RemoveMonitor(monitor);
    }

    /// <summary>A restart that waits for its turn. Counts only while its child still points at it.</summary>
    internal sealed class Retry(object entry) : Signal
    {
        internal object Entry => entry;

        internal override object Describe => "restart";

        internal override ValueTask Deliver(ProcessBehaviour behaviour) => ((SupervisorProcess)behaviour).Engine!.OnRetry(this); // armed by the engine itself
    }
}
