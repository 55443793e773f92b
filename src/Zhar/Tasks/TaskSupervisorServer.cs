using Zhar.Runtime;

namespace Zhar;

/// <summary>The process behind a <see cref="TaskSupervisor"/>: a server whose state is its children.</summary>
internal sealed class TaskSupervisorServer(int maxChildren) : GenServer<HashSet<Pid>>
{
    private static readonly Shutdown ChildShutdown = Shutdown.After(TimeSpan.FromSeconds(5));

    internal override string ModuleName => typeof(TaskSupervisor).FullName!;

    // ---- clients -----------------------------------------------------------------------------------------------------

    internal static async ValueTask Start(ServerRef supervisor, TaskBehaviour behaviour, ProcessCore? alsoLinked) =>
        (await TryStart(supervisor, behaviour, alsoLinked)).OrThrow();

    internal static ValueTask<StartResult> TryStart(ServerRef supervisor, TaskBehaviour behaviour, ProcessCore? alsoLinked) =>
        new Request<StartResult>("start_child", s => new(s.StartTask(behaviour, alsoLinked))).Call(supervisor, Timeout.InfiniteTimeSpan);

    internal static ValueTask<IReadOnlyList<Pid>> Children(ServerRef supervisor) =>
        new Request<IReadOnlyList<Pid>>("children", static s => new([.. s.State])).Call(supervisor, Timeout.InfiniteTimeSpan);

    internal static ValueTask<IReadOnlyList<TaskChild>> WhichChildren(ServerRef supervisor) =>
        new Request<IReadOnlyList<TaskChild>>("which_children", static s => new([.. s.State.Select(static pid => new TaskChild(pid, Restart.Temporary, ChildShutdown))]))
            .Call(supervisor, Timeout.InfiniteTimeSpan);

    /// <summary>As <see cref="Supervisor.WhichChildren(ServerRef, int, CallOptions)"/>, for the tasks.</summary>
    internal static ValueTask<ChildPage> WhichChildren(ServerRef supervisor, int limit, CallOptions options) =>
        new Request<ChildPage>("which_children", s => new(new ChildPage(s.State.Count, [.. s.State.Take(limit).Select(static pid => new ChildInfo(null, pid, ChildState.Running, ChildType.Worker, "Task"))])))
            .Call(supervisor, options);

    internal static ValueTask<bool> TerminateChild(ServerRef supervisor, Pid pid) =>
        new Request<bool>("terminate_child", s => s.TerminateTask(pid)).Call(supervisor, Timeout.InfiniteTimeSpan);

    // ---- the server --------------------------------------------------------------------------------------------------

    internal ValueTask Begin()
    {
        Process.TrapExit = true;
        return AcceptInit(Ok([]));
    }

    /// <inheritdoc/>
    protected override ValueTask DispatchInfo(object message) => message is Exit exit && State.Remove(exit.From) ? default : base.DispatchInfo(message);

    /// <inheritdoc/>
    protected override ValueTask Terminate(ExitReason reason) => StopAll([.. State]);

    private StartResult StartTask(TaskBehaviour behaviour, ProcessCore? alsoLinked)
    {
        if (State.Count >= maxChildren)
            return new StartFailed(ExitReason.Of("max_children"));
        var pid = TaskBehaviour.Spawn(Core, behaviour, linked: true, alsoLinked).Pid;
        State.Add(pid);
        return new Started(pid);
    }

    private async ValueTask<bool> TerminateTask(Pid pid)
    {
        if (!State.Contains(pid))
            return false;
        await StopAll([pid]);
        return true;
    }

    /// <summary>Stops tasks side by side: all are asked at once, and all have the same time before they are killed.</summary>
    private async ValueTask StopAll(HashSet<Pid> tasks)
    {
        foreach (var task in tasks)
            Process.Exit(task, ExitReason.Shutdown);
        var deadline = Core.Node.Timers.Now + ChildShutdown.Milliseconds;
        while (tasks.Count > 0)
        {
            var rest = Math.Max(0, deadline - Core.Node.Timers.Now);
            if (await Process.Receive<Exit>(TimeSpan.FromMilliseconds(rest), e => tasks.Contains(e.From)) is not { } exit)
                break;
            State.Remove(exit.From);
            tasks.Remove(exit.From);
        }

        foreach (var task in tasks)
            Process.Exit(task, ExitReason.Kill);
        while (tasks.Count > 0)
        {
            var exit = await Process.Receive<Exit>(e => tasks.Contains(e.From));
            State.Remove(exit.From);
            tasks.Remove(exit.From);
        }
    }

    /// <summary>One request to the supervisor, handled inside it.</summary>
    private sealed class Request<T>(string name, Func<TaskSupervisorServer, ValueTask<T>> handle) : CallMessage<T>
    {
        public override string ToString() => name;

        protected override CallMessage Copy() => new Request<T>(name, handle);

        protected override void Recycle()
        {
        }

        protected override ValueTask Invoke(GenServer server) => Reply(handle((TaskSupervisorServer)server));
    }
}

/// <summary>How to make a task supervisor.</summary>
internal sealed class TaskSupervisorStart : ServerStart
{
    private readonly int _maxChildren;

    internal TaskSupervisorStart(int maxChildren)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxChildren);
        _maxChildren = maxChildren;
    }

    public override Type ServerType => typeof(TaskSupervisor);

    public override GenServer Create(IServiceProvider services) => new TaskSupervisorServer(_maxChildren);

    public override ValueTask Init(GenServer server) => ((TaskSupervisorServer)server).Begin();
}
