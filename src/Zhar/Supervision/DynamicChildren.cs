using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>The children of a dynamic supervisor: any number, known by their pids, one for one, stopped side by side. Source: Elixir DynamicSupervisor, OTP simple_one_for_one.</summary>
internal sealed class DynamicChildren : SupervisorEngine
{
    private static readonly ChildStart NoStart = new FunctionChildStart(static (_, _) => new(Ignored.Instance));
    private static readonly ChildSpec Defaults = new("undefined", NoStart);

    private readonly ChildTable _running = new();
    private readonly Dictionary<Pid, Restarting> _restarting = [];

    internal DynamicChildren(SupervisorProcess process, SupervisorSpec spec)
        : base(process, spec)
    {
    }

    private ChildSpec? Template => Spec.Dynamic is null ? Spec.Children[0] : null;

    private DynamicSupervisorOptions Options => Spec.Dynamic ?? DynamicSupervisorOptions.Default;

    internal override ValueTask<ExitReason?> StartAll() => default;

    internal override ValueTask OnExit(Pid pid, ExitReason reason)
    {
        if (pid.Target is not { } target || _running.Remove(target) is not { } entry)
            return default;
        if (entry is PacedChild paced)
            paced.Pace.Ended(Core.Node.Clock, paced.Spec.Backoff);
        var spec = Expand(entry);
        if (spec.Restart != Restart.Permanent && reason.IsClean)
            return default;
        Report(null, "child_terminated", $"{reason} ({pid})");
        return spec.Restart == Restart.Temporary ? default : CountAndRestart(new Restarting(pid, entry, RestartsOf(target) + 1));
    }

    internal override async ValueTask StopAll()
    {
        _restarting.Clear();
        var stops = new ChildStops(Core);
        foreach (var (process, entry) in _running.All())
            stops.Begin(process, Expand(entry));
        _running.Clear();
        await Wait(stops);
    }

    internal override void Upgrade(SupervisorSpec spec) => TakeOver(spec);

    // ---- requests ----------------------------------------------------------------------------------------------------

    internal override ValueTask<StartResult> StartChild(ChildSpec spec)
    {
        if (Template is not null)
            return new(new StartFailed(ExitReason.Of("template", "The children of SimpleOneForOne come from its template. Start one with Supervisor.StartChild(supervisor), with more arguments if the template takes them.")));
        return ChildSpecs.FirstFault(spec, AutoShutdown.Never) is { } fault
            ? new(new StartFailed(ExitReason.Of("start_spec", fault)))
            : Start(Shrink(spec));
    }

    internal override ValueTask<StartResult> StartChild(IReadOnlyList<object?> arguments)
    {
        if (Template is not { } template)
            return new(new StartFailed(ExitReason.Of("not_a_template", "This supervisor has no template: start a child by its spec.")));
        try
        {
            var start = arguments.Count == 0 ? template.Start : template.Start.WithArguments([], arguments);
            return Start(template.Backoff is null ? start : new PacedChild(template with { Start = start }));
        }
        catch (Exception e)
        {
            return new(new StartFailed(ExitReason.Error(e)));
        }
    }

    internal override async ValueTask<ChildResult> TerminateChild(object id)
    {
        if (id is not Pid { Target: { } target } pid)
            return ChildResult.NotFound;
        if (_restarting.Remove(pid))
            return ChildResult.Ok;
        if (_running.Remove(target) is not { } entry)
            return ChildResult.NotFound;
        var stops = new ChildStops(Core);
        stops.Begin(target, Expand(entry));
        await Wait(stops);
        return ChildResult.Ok;
    }

    internal override ValueTask<StartResult> RestartChild(object id) =>
        new(new StartFailed(ExitReason.Of("simple_one_for_one", "A dynamic child has no id to restart it by. Start a new one.")));

    internal override ChildResult DeleteChild(object id) => ChildResult.NotFound;

    internal override IReadOnlyList<ChildInfo> WhichChildren()
    {
        var all = new List<ChildInfo>(_running.Count + _restarting.Count);
        foreach (var (process, entry) in _running.All())
            all.Add(Info(new Pid(process), entry));
        foreach (var restarting in _restarting.Values)
            all.Add(Info(restarting));
        return all;
    }

    internal override ChildPage FirstChildren(int limit) => new(
        _running.Count + _restarting.Count,
        [.. _restarting.Values.Select(Info).Concat(_running.All().Select(e => Info(new Pid(e.Process), e.Start))).Take(limit)]);

    internal override ChildCounts CountChildren()
    {
        var (alive, supervisors) = (0, 0);
        foreach (var (process, entry) in _running.All())
        {
            alive += Process.IsAlive(new Pid(process)) ? 1 : 0;
            supervisors += Expand(entry).Type == ChildType.Supervisor ? 1 : 0;
        }

        supervisors += _restarting.Values.Count(r => Expand(r.Entry).Type == ChildType.Supervisor);
        var specs = _running.Count + _restarting.Count;
        return new ChildCounts(specs, alive, supervisors, specs - supervisors);
    }

    internal override ChildSpec? GetChildSpec(object id) => id is Pid { Target: { } target } pid
        ? _running.Find(target) is { } entry ? Expand(entry) : _restarting.TryGetValue(pid, out var restarting) ? Expand(restarting.Entry) : null
        : null;

    internal override ChildInfo? FindChild(object id) => id is Pid { Target: { } target } pid
        ? _running.Find(target) is { } entry ? Info(pid, entry) : _restarting.TryGetValue(pid, out var restarting) ? Info(restarting) : null
        : null;

    // ---- start and restart -------------------------------------------------------------------------------------------

    protected override ValueTask OnRetry(Retry retry)
    {
        var child = (Restarting)retry.Entry;
        if (!ReferenceEquals(_restarting.GetValueOrDefault(child.Pid), child) || !ReferenceEquals(child.Retry, retry))
            return default;
        return child.IsCounted ? RestartNow(child) : CountAndRestart(child);
    }

    private async ValueTask<StartResult> Start(object entry)
    {
        if (_running.Count + _restarting.Count >= Options.MaxChildren)
            return new StartFailed(ExitReason.Of("max_children"));
        var result = await RunStart(entry, restarts: 0);
        if (result is Started started)
            Keep(started.Pid, entry);
        return result;
    }

    private ValueTask CountAndRestart(Restarting child)
    {
        if (!TryCountRestart(null))
        {
            _restarting.Remove(child.Pid);
            return default;
        }

        if (child.Entry is PacedChild paced && paced.Pace.NextDelay(paced.Spec.Backoff) is { Ticks: > 0 } delay)
        {
            child.IsCounted = true;
            child.Retry = ScheduleRetry(child, delay);
            _restarting[child.Pid] = child;
            return default;
        }

        return RestartNow(child);
    }

    private async ValueTask RestartNow(Restarting child)
    {
        child.IsCounted = false;
        var result = await RunStart(child.Entry, child.Restarts);
        if (result is not StartFailed failed)
        {
            _restarting.Remove(child.Pid);
            if (result is Started started)
            {
                Keep(started.Pid, child.Entry);
                Telemetry.Restarts.Add(1);
            }

            return;
        }

        Report(null, "start_error", failed.Reason);
        child.Retry = ScheduleRetry(child, TimeSpan.Zero);
        _restarting[child.Pid] = child;
    }

    private ValueTask<StartResult> RunStart(object entry, int restarts)
    {
        var spec = Expand(entry);
        var start = spec.Start;
        try
        {
            if (Options.ExtraArguments.Length > 0)
                start = start.WithArguments(Options.ExtraArguments, []);
        }
        catch (Exception e)
        {
            return new(new StartFailed(ExitReason.Error(e)));
        }

        return RunStart(start, spec, restarts);
    }

    private void Keep(Pid pid, object entry)
    {
        if (entry is PacedChild paced)
            paced.Pace.Started(Core.Node.Clock);
        if (_running.Find(pid.Target!) is null) // RunStart refuses a start without a pid
            _running.Add(pid.Target!, entry);
    }

    private ChildInfo Info(Pid pid, object entry)
    {
        var spec = Expand(entry);
        return new ChildInfo(null, pid, ChildState.Running, spec.Type, spec.Start.Module);
    }

    private ChildInfo Info(Restarting restarting)
    {
        var spec = Expand(restarting.Entry);
        return new ChildInfo(null, default, ChildState.Restarting, spec.Type, spec.Start.Module);
    }

    private static int RestartsOf(PidTarget process) => (process as ProcessCore)?.ColdOrNull?.Restarts ?? 0;

    // A spec without anything of its own shrinks to its start, and one of a generated server to that server's start data.
    private static object Shrink(ChildSpec spec) => spec with { Id = Defaults.Id, Start = NoStart } != Defaults
        ? spec.Backoff is null ? spec : new PacedChild(spec)
        : spec.Start is ServerChildStart server ? server.Server : spec.Start;

    private ChildSpec Expand(object entry) => entry switch
    {
        ChildSpec spec => spec,
        PacedChild paced => paced.Spec,
        ChildStart start => (Template ?? Defaults) with { Start = start },
        ServerStart server => Defaults with { Start = new ServerChildStart(server) },
        _ => throw new System.Diagnostics.UnreachableException($"A dynamic child was kept as {entry.GetType()}. Please report this."),
    };

    /// <summary>A child with a backoff of its own.</summary>
    private sealed class PacedChild(ChildSpec spec)
    {
        internal RestartPace Pace; // a mutable struct: a field

        internal ChildSpec Spec => spec;
    }

    private sealed class Restarting(Pid pid, object entry, int restarts)
    {
        /// <summary>The process that ended; the child is known by it until it runs again.</summary>
        internal Pid Pid => pid;

        internal object Entry => entry;

        internal int Restarts => restarts;

        internal bool IsCounted { get; set; }

        internal Retry? Retry { get; set; }
    }
}
