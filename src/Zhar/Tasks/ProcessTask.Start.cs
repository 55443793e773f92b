using System.Runtime.CompilerServices;

namespace Zhar;

/// <summary>Starting tasks. Of several overloads that fit, the one that waits for what the function returns is taken.</summary>
public abstract partial class ProcessTask
{
    // ---- with a value for the owner ----------------------------------------------------------------------------------

    /// <summary>Runs <paramref name="function"/> in a process linked with the current one, which is its owner and awaits the value.</summary>
    /// <remarks>Source: Elixir Task.async/1.</remarks>
    /// <exception cref="NotInProcessException">No process runs here.</exception>
    [OverloadResolutionPriority(2)]
    public static ProcessTask<T> Async<T>(Func<Task<T>> function) => Linked(TaskBody.Of(function), function);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public static ProcessTask<T> Async<T>(Func<ValueTask<T>> function) => Linked(TaskBody.Of(function), function);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    public static ProcessTask<T> Async<T>(Func<T> function) => Linked(TaskBody.Of(function), function);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(2)]
    public static ProcessTask<Unit> Async(Func<Task> function) => Linked(TaskBody.Of(function), function);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    [OverloadResolutionPriority(1)]
    public static ProcessTask<Unit> Async(Func<ValueTask> function) => Linked(TaskBody.Of(function), function);

    /// <inheritdoc cref="Async{T}(Func{Task{T}})"/>
    public static ProcessTask<Unit> Async(Action function) => Linked(TaskBody.Of(function), function);

    /// <summary>A task that is over and gives <paramref name="value"/>; no process is started. Source: Elixir Task.completed/1.</summary>
    public static ProcessTask<T> Completed<T>(T value) => ProcessTask<T>.FromValue(Process.Live("ProcessTask.Completed"), value);

    // ---- for the effect ----------------------------------------------------------------------------------------------

    /// <summary>Runs <paramref name="function"/> in a process of its own that nobody waits for or is linked with. Source: Elixir Task.start/1.</summary>
    [OverloadResolutionPriority(2)]
    public static Pid Start(Func<Task> function) => ForEffect(TaskBody.Of(function), function, link: false);

    /// <inheritdoc cref="Start(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public static Pid Start(Func<ValueTask> function) => ForEffect(TaskBody.Of(function), function, link: false);

    /// <inheritdoc cref="Start(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public static Pid Start<T>(Func<ValueTask<T>> function) => ForEffect(TaskBody.Of(function), function, link: false);

    /// <inheritdoc cref="Start(Func{Task})"/>
    public static Pid Start(Action function) => ForEffect(TaskBody.Of(function), function, link: false);

    /// <summary>As <see cref="Start(Func{Task})"/>, linked with the current process. Source: Elixir Task.start_link/1.</summary>
    [OverloadResolutionPriority(2)]
    public static Pid StartLink(Func<Task> function) => ForEffect(TaskBody.Of(function), function, link: true);

    /// <inheritdoc cref="StartLink(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public static Pid StartLink(Func<ValueTask> function) => ForEffect(TaskBody.Of(function), function, link: true);

    /// <inheritdoc cref="StartLink(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public static Pid StartLink<T>(Func<ValueTask<T>> function) => ForEffect(TaskBody.Of(function), function, link: true);

    /// <inheritdoc cref="StartLink(Func{Task})"/>
    public static Pid StartLink(Action function) => ForEffect(TaskBody.Of(function), function, link: true);

    /// <summary>A task as the child of a supervisor: run once, temporary. Change that with <c>with { Restart = … }</c>. Source: Elixir Task.child_spec/1.</summary>
    public static ChildSpec Child(Func<Task> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ChildSpec(typeof(ProcessTask), new TaskChildStart(function)) { Restart = Restart.Temporary };
    }

    private static ProcessTask<T> Linked<T>(Func<ValueTask<T>> body, Delegate function)
    {
        var owner = Process.Live("ProcessTask.Async");
        var task = new ProcessTask<T>(owner, TaskLinkage.Linked);
        TaskBehaviour.Spawn(owner, new TaskBehaviour<T>(owner, body, function, task), linked: true);
        return task;
    }

    private static Pid ForEffect<T>(Func<ValueTask<T>> body, Delegate function, bool link)
    {
        var starter = Process.Live(link ? "ProcessTask.StartLink" : "ProcessTask.Start");
        return TaskBehaviour.Spawn(starter, new TaskBehaviour<T>(starter, body, function, null), link).Pid;
    }

    /// <summary>Starts a task under a supervisor.</summary>
    private sealed class TaskChildStart(Func<Task> function) : ChildStart
    {
        public override string Module => $"{function.Method.DeclaringType?.FullName}.{function.Method.Name}";

        public override ValueTask<StartResult> StartLink(ServerName name)
        {
            if (!name.IsNone)
                throw new ArgumentException("A task has no name. Take Name out of its child spec; a process that others call is a GenServer.", nameof(name));
            return new(new Started(ForEffect(TaskBody.Of(function), function, link: true)));
        }
    }
}

/// <summary>One shape for the functions that a task can run.</summary>
internal static class TaskBody
{
    internal static Func<ValueTask<T>> Of<T>(Func<Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return () => new(function());
    }

    internal static Func<ValueTask<T>> Of<T>(Func<ValueTask<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function;
    }

    internal static Func<ValueTask<T>> Of<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return () => new(function());
    }

    internal static Func<ValueTask<Unit>> Of(Func<Task> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async () =>
        {
            await function();
            return default;
        };
    }

    internal static Func<ValueTask<Unit>> Of(Func<ValueTask> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return async () =>
        {
            await function();
            return default;
        };
    }

    internal static Func<ValueTask<Unit>> Of(Action function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return () =>
        {
            function();
            return default;
        };
    }
}
