using System.Runtime.CompilerServices;

namespace Zhar;

/// <summary>Starts tasks and stops them with itself: the address of a supervisor whose children are temporary tasks.</summary>
/// <remarks>
/// <para>Put one into the tree and start tasks through it, so that their failure is theirs alone (<c>AsyncNoLink</c>) and none outlives the application:</para>
/// <code>
/// Supervisor.OneForOne(TaskSupervisor.Child("tasks"), …);
///
/// var task = await TaskSupervisor.At("tasks").AsyncNoLink(() => Fetch(url));
/// var outcome = await task.Yield(TimeSpan.FromSeconds(1));
/// </code>
/// Children are stopped all at once: asked with <c>shutdown</c>, killed after 5 s. Source: Elixir Task.Supervisor.
/// </remarks>
/// <param name="Address">Where the supervisor is.</param>
public readonly record struct TaskSupervisor(ServerRef Address) : IServerRef<TaskSupervisor>
{
    /// <summary>The name of a supervisor that got no other: its type's.</summary>
    public static ServerName DefaultName => ServerName.Of(typeof(TaskSupervisor).FullName!);

    /// <summary>The task supervisor at <paramref name="address"/>, a name or a pid.</summary>
    public static TaskSupervisor At(ServerRef address) => new(address);

    // ---- the supervisor itself ---------------------------------------------------------------------------------------

    /// <summary>A task supervisor as the child of a supervisor.</summary>
    /// <param name="name">Its name; also the id of the child.</param>
    /// <param name="maxChildren">How many tasks may run at once. Default: any number.</param>
    public static ChildSpec Child(ServerName name = default, int maxChildren = int.MaxValue) =>
        new(name.IsNone ? typeof(TaskSupervisor) : name.ToString(), new ServerChildStart(new TaskSupervisorStart(maxChildren))) { Type = ChildType.Supervisor, Name = name };

    /// <summary>Starts a task supervisor linked with the current process.</summary>
    /// <exception cref="StartException">The name is taken.</exception>
    public static async ValueTask<TaskSupervisor> StartLink(ServerName name = default, int maxChildren = int.MaxValue) =>
        new((await GenServer.TryStartLink(new TaskSupervisorStart(maxChildren), name)).OrThrow());

    /// <summary>Stops the supervisor and with it all its tasks.</summary>
    public ValueTask Stop(ExitReason? reason = null, TimeSpan? timeout = null) => GenServer.Stop(Address, reason, timeout);

    // ---- tasks with a value ------------------------------------------------------------------------------------------

    /// <summary>Runs <paramref name="function"/> in a task of this supervisor that is linked with the current process too. Source: Elixir Task.Supervisor.async/2.</summary>
    /// <exception cref="StartException">The supervisor has as many children as it may have (<c>max_children</c>).</exception>
    /// <exception cref="CallExitException">There is no such supervisor.</exception>
    [OverloadResolutionPriority(2)]
    public ValueTask<ProcessTask<T>> Async<T>(Func<Task<T>> function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<ProcessTask<T>> Async<T>(Func<ValueTask<T>> function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    public ValueTask<ProcessTask<T>> Async<T>(Func<T> function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(2)]
    public ValueTask<ProcessTask<Unit>> Async(Func<Task> function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<ProcessTask<Unit>> Async(Func<ValueTask> function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    public ValueTask<ProcessTask<Unit>> Async(Action function) => Start(TaskBody.Of(function), function, TaskLinkage.Linked);

    /// <summary>As <see cref="Async{T}(Func{Task{T}})"/>, not linked: the current process survives a failure of the task and the task the end of the process.
    /// A failure that nobody waits for comes as a <see cref="Down"/> with the task's <see cref="ProcessTask.Ref"/>.</summary>
    /// <remarks>Source: Elixir Task.Supervisor.async_nolink/2.</remarks>
    [OverloadResolutionPriority(2)]
    public ValueTask<ProcessTask<T>> AsyncNoLink<T>(Func<Task<T>> function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    /// <inheritdoc cref="AsyncNoLink{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<ProcessTask<T>> AsyncNoLink<T>(Func<ValueTask<T>> function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    /// <inheritdoc cref="AsyncNoLink{T}(Func{Task{T}})"/>
    public ValueTask<ProcessTask<T>> AsyncNoLink<T>(Func<T> function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    /// <inheritdoc cref="AsyncNoLink{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(2)]
    public ValueTask<ProcessTask<Unit>> AsyncNoLink(Func<Task> function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    /// <inheritdoc cref="AsyncNoLink{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<ProcessTask<Unit>> AsyncNoLink(Func<ValueTask> function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    /// <inheritdoc cref="AsyncNoLink{T}(Func{Task{T}})"/>
    public ValueTask<ProcessTask<Unit>> AsyncNoLink(Action function) => Start(TaskBody.Of(function), function, TaskLinkage.NotLinked);

    // ---- streams -----------------------------------------------------------------------------------------------------

    /// <summary>As <see cref="ProcessTask.AsyncStream{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>, with the tasks under this supervisor.</summary>
    [OverloadResolutionPriority(2)]
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, Task<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, Address, failsReader: true);

    /// <inheritdoc cref="AsyncStream{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, ValueTask<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, function, function, options, Address, failsReader: true);

    /// <inheritdoc cref="AsyncStream{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, Address, failsReader: true);

    /// <summary>As above; a failing task only gives a <see cref="TaskExit{T}"/> and the reader lives. Source: Elixir Task.Supervisor.async_stream_nolink/4.</summary>
    [OverloadResolutionPriority(2)]
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStreamNoLink<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, Task<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, Address, failsReader: false);

    /// <inheritdoc cref="AsyncStreamNoLink{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStreamNoLink<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, ValueTask<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, function, function, options, Address, failsReader: false);

    /// <inheritdoc cref="AsyncStreamNoLink{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    public IAsyncEnumerable<TaskResult<TOut>> AsyncStreamNoLink<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, Address, failsReader: false);

    // ---- tasks for their effect --------------------------------------------------------------------------------------

    /// <summary>Runs <paramref name="function"/> in a task that nobody waits for. Source: Elixir Task.Supervisor.start_child/2.</summary>
    /// <returns><see cref="Started"/>, or <see cref="StartFailed"/> with <c>max_children</c>.</returns>
    [OverloadResolutionPriority(2)]
    public ValueTask<StartResult> StartChild(Func<Task> function) => StartChild(TaskBody.Of(function), function);

    /// <inheritdoc cref="StartChild(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<StartResult> StartChild(Func<ValueTask> function) => StartChild(TaskBody.Of(function), function);

    /// <inheritdoc cref="StartChild(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public ValueTask<StartResult> StartChild<T>(Func<ValueTask<T>> function) => StartChild(TaskBody.Of(function), function);

    /// <inheritdoc cref="StartChild(Func{Task})"/>
    public ValueTask<StartResult> StartChild(Action function) => StartChild(TaskBody.Of(function), function);

    /// <summary>The tasks that run now.</summary>
    public ValueTask<IReadOnlyList<Pid>> Children() => TaskSupervisorServer.Children(Address);

    /// <summary>What the supervisor knows of its children: all are temporary and get 5 s to stop.</summary>
    public ValueTask<IReadOnlyList<TaskChild>> WhichChildren() => TaskSupervisorServer.WhichChildren(Address);

    /// <summary>Stops one task: asks, and kills it after 5 s. <c>false</c>: the pid is no child of this supervisor.</summary>
    public ValueTask<bool> TerminateChild(Pid pid) => TaskSupervisorServer.TerminateChild(Address, pid);

    private async ValueTask<ProcessTask<T>> Start<T>(Func<ValueTask<T>> body, Delegate function, TaskLinkage linkage)
    {
        var owner = Process.Live("TaskSupervisor.Async");
        var task = new ProcessTask<T>(owner, linkage);
        await TaskSupervisorServer.Start(Address, new TaskBehaviour<T>(owner, body, function, task), linkage == TaskLinkage.Linked ? owner : null);
        return task;
    }

    private ValueTask<StartResult> StartChild<T>(Func<ValueTask<T>> body, Delegate function) =>
        TaskSupervisorServer.TryStart(Address, new TaskBehaviour<T>(Process.Live("TaskSupervisor.StartChild"), body, function, null), alsoLinked: null);
}

/// <summary>One task of a <see cref="TaskSupervisor"/>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Restart">Always <see cref="Restart.Temporary"/>.</param>
/// <param name="Shutdown">How it is stopped.</param>
public sealed record TaskChild(Pid Pid, Restart Restart, Shutdown Shutdown);
