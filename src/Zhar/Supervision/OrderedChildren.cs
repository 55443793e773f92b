namespace Zhar.Supervision;

/// <summary>The children of OneForOne, OneForAll and RestForOne: each has an id and a place in the start order. Source: OTP supervisor.</summary>
internal sealed class OrderedChildren(SupervisorProcess process, SupervisorSpec spec) : SupervisorEngine(process, spec)
{
    private readonly LinkedList<Child> _order = new();
    private readonly Dictionary<object, Child> _byId = [];
    private readonly Dictionary<Pid, Child> _byPid = [];

    /// <summary>The partitions' processes, read from any thread.</summary>
    internal Pid[]? Partitions { get; } = spec.Partitions > 0 ? new Pid[spec.Partitions] : null;

    internal override async ValueTask<ExitReason?> StartAll()
    {
        foreach (var spec in Spec.Children)
        {
            var child = Add(spec);
            var result = await Start(child, isRestart: false);
            if (result is not StartFailed failed)
                continue;
            Report(spec.Id, "start_error", failed.Reason);
            await StopFrom(_order.First);
            return ExitReason.ShutdownWith(new FailedToStartChild(spec.Id, failed.Reason));
        }

        return null;
    }

    internal override ValueTask OnExit(Pid pid, ExitReason reason)
    {
        if (!_byPid.Remove(pid, out var child))
            return default;
        SetPid(child, default);
        child.Pace.Ended(Core.Node.Clock, child.Spec.Backoff);
        switch (child.Spec.Restart)
        {
            case Restart.Permanent:
            case Restart.Transient when !reason.IsClean:
                Report(child.Spec.Id, "child_terminated", reason);
                return CountAndRestart(child);
            default:
                if (!reason.IsClean)
                    Report(child.Spec.Id, "child_terminated", reason);
                if (child.Spec.Restart == Restart.Temporary)
                    Remove(child);
                ShutDownAfter(child);
                return default;
        }
    }

    internal override ValueTask StopAll() => StopFrom(_order.First);

    internal override void Upgrade(SupervisorSpec spec)
    {
        TakeOver(spec);
        var kept = _order.ToList();
        _order.Clear();
        foreach (var updated in spec.Children)
        {
            if (_byId.TryGetValue(updated.Id, out var child))
            {
                kept.Remove(child);
                child.Spec = updated;
                child.Node = _order.AddLast(child);
            }
            else
            {
                Add(updated);
            }
        }

        foreach (var child in kept)
            child.Node = _order.AddLast(child);
    }

    // ---- requests ----------------------------------------------------------------------------------------------------

    internal override async ValueTask<StartResult> StartChild(ChildSpec spec)
    {
        if (ChildSpecs.FirstFault(spec, Spec.AutoShutdown) is { } fault)
            return new StartFailed(ExitReason.Of("start_spec", fault));
        if (_byId.TryGetValue(spec.Id, out var known))
            return new StartFailed(known.Pid.IsNone ? ExitReason.Of("already_present") : ExitReason.Of("already_started", known.Pid));
        var child = Add(spec);
        var result = await Start(child, isRestart: false);
        if (result is StartFailed failed)
        {
            Report(spec.Id, "start_error", failed.Reason);
            Remove(child);
        }

        return result;
    }

    internal override ValueTask<StartResult> StartChild(IReadOnlyList<object?> arguments) =>
        new(new StartFailed(ExitReason.Of("not_a_template", $"This supervisor's strategy is {Spec.Strategy}: start a child by its spec. Only SimpleOneForOne takes arguments for its template.")));

    internal override async ValueTask<ChildResult> TerminateChild(object id)
    {
        if (!_byId.TryGetValue(id, out var child))
            return ChildResult.NotFound;
        await Stop(child);
        if (child.Spec.Restart == Restart.Temporary)
            Remove(child);
        return ChildResult.Ok;
    }

    internal override async ValueTask<StartResult> RestartChild(object id)
    {
        if (!_byId.TryGetValue(id, out var child))
            return new StartFailed(ExitReason.Of("not_found"));
        if (child.State != ChildState.Undefined)
            return new StartFailed(ExitReason.Of(child.State == ChildState.Running ? "running" : "restarting"));
        var result = await Start(child, isRestart: false);
        if (result is StartFailed failed)
            Report(id, "start_error", failed.Reason);
        return result;
    }

    internal override ChildResult DeleteChild(object id)
    {
        if (!_byId.TryGetValue(id, out var child))
            return ChildResult.NotFound;
        if (child.State != ChildState.Undefined)
            return child.State == ChildState.Running ? ChildResult.Running : ChildResult.Restarting;
        Remove(child);
        return ChildResult.Ok;
    }

    internal override IReadOnlyList<ChildInfo> WhichChildren()
    {
        var all = new List<ChildInfo>(_order.Count);
        for (var node = _order.Last; node is not null; node = node.Previous)
            all.Add(node.Value.Info);
        return all;
    }

    internal override ChildPage FirstChildren(int limit) => new(_order.Count, [.. _order.Take(limit).Select(static c => c.Info)]);

    internal override ChildCounts CountChildren()
    {
        var supervisors = _order.Count(static c => c.Spec.Type == ChildType.Supervisor);
        return new ChildCounts(_order.Count, _byPid.Keys.Count(Process.IsAlive), supervisors, _order.Count - supervisors);
    }

    internal override ChildSpec? GetChildSpec(object id) => _byId.GetValueOrDefault(id)?.Spec;

    internal override ChildInfo? FindChild(object id) => _byId.GetValueOrDefault(id)?.Info;

    // ---- restart -----------------------------------------------------------------------------------------------------

    protected override ValueTask OnRetry(Retry retry)
    {
        var child = (Child)retry.Entry;
        if (!ReferenceEquals(child.Retry, retry))
            return default;
        if (child.IsCounted)
            return RunStrategy(child);
        return CountAndRestart(child);
    }

    private async ValueTask CountAndRestart(Child child)
    {
        child.Retry = null;
        if (!TryCountRestart(child.Spec.Id))
            return;
        var delay = child.Pace.NextDelay(child.Spec.Backoff);
        if (delay > TimeSpan.Zero)
        {
            // The group goes down at once and comes up after the wait.
            await StopGroup(child);
            child.IsCounted = true;
            child.Retry = ScheduleRetry(child, delay);
            return;
        }

        await RunStrategy(child);
    }

    private async ValueTask RunStrategy(Child child)
    {
        child.Retry = null;
        child.IsCounted = false;
        if (Spec.Strategy == Strategy.OneForOne)
        {
            if (await Start(child, isRestart: true) is StartFailed failed)
                TryAgain(child, failed.Reason);
            return;
        }

        await StopGroup(child);
        for (var node = GroupOf(child); node is not null;)
        {
            var next = node.Next;
            if (await Start(node.Value, isRestart: true) is StartFailed failed)
            {
                // Those that run stay up; the next attempt begins with the one that failed.
                TryAgain(node.Value, failed.Reason);
                return;
            }

            node = next;
        }
    }

    private void TryAgain(Child child, ExitReason reason)
    {
        Report(child.Spec.Id, "start_error", reason);
        child.Retry = ScheduleRetry(child, TimeSpan.Zero);
    }

    private LinkedListNode<Child>? GroupOf(Child child) => Spec.Strategy switch
    {
        Strategy.OneForAll => _order.First,
        Strategy.RestForOne => child.Node,
        _ => null,
    };

    private ValueTask StopGroup(Child child) => StopFrom(GroupOf(child));

    /// <summary>Stops a child and those after it, last first, one after the other. Temporary ones are forgotten.</summary>
    private async ValueTask StopFrom(LinkedListNode<Child>? first)
    {
        if (first is null)
            return;
        var order = new List<Child>();
        for (var node = first; node is not null; node = node.Next)
            order.Add(node.Value);
        for (var i = order.Count - 1; i >= 0; i--)
        {
            await Stop(order[i]);
            if (order[i].Spec.Restart == Restart.Temporary)
                Remove(order[i]);
        }
    }

    private async ValueTask Stop(Child child)
    {
        child.Retry = null;
        child.IsCounted = false;
        if (child.Pid.Target is not { } target)
            return;
        _byPid.Remove(child.Pid);
        SetPid(child, default);
        var stops = new ChildStops(Core);
        stops.Begin(target, child.Spec);
        await Wait(stops);
    }

    private async ValueTask<StartResult> Start(Child child, bool isRestart)
    {
        if (isRestart)
            child.Restarts++;
        var result = await RunStart(child.Spec.Start, child.Spec, child.Restarts);
        switch (result)
        {
            case Started started:
                SetPid(child, started.Pid);
                _byPid[started.Pid] = child;
                child.Pace.Started(Core.Node.Clock);
                if (isRestart)
                    Telemetry.Restarts.Add(1);
                break;
            case Ignored when child.Spec.Restart == Restart.Temporary:
                Remove(child);
                break;
        }

        return result;
    }

    private void ShutDownAfter(Child child)
    {
        if (!child.Spec.Significant || Spec.AutoShutdown == AutoShutdown.Never)
            return;
        if (Spec.AutoShutdown == AutoShutdown.AnySignificant || !_order.Any(static c => c.Spec.Significant && c.State != ChildState.Undefined))
            Core.RequestStop(ExitReason.Shutdown);
    }

    private Child Add(ChildSpec spec)
    {
        var child = new Child(spec);
        child.Node = _order.AddLast(child);
        _byId.Add(spec.Id, child);
        return child;
    }

    private void Remove(Child child)
    {
        child.Retry = null;
        if (child.Node is not { } node)
            return;
        child.Node = null;
        _order.Remove(node);
        _byId.Remove(child.Spec.Id);
    }

    private void SetPid(Child child, Pid pid)
    {
        child.Pid = pid;
        if (Partitions is { } partitions && child.Spec.Id is int index && index >= 0 && index < partitions.Length)
            partitions[index] = pid; // one reference, so a reader sees the old process or the new one
    }

    private sealed class Child(ChildSpec spec)
    {
        internal RestartPace Pace; // a mutable struct: a field

        internal ChildSpec Spec { get; set; } = spec;

        internal Pid Pid { get; set; }

        internal LinkedListNode<Child>? Node { get; set; }

        internal Retry? Retry { get; set; }

        /// <summary>The retry that waits was counted when it was put off.</summary>
        internal bool IsCounted { get; set; }

        internal int Restarts { get; set; }

        internal ChildState State => Retry is not null ? ChildState.Restarting : Pid.IsNone ? ChildState.Undefined : ChildState.Running;

        internal ChildInfo Info => new(Spec.Id, Pid, State, Spec.Type, Spec.Start.Module);
    }
}
