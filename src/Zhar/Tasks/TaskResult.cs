namespace Zhar;

/// <summary>What is known of a task: <see cref="TaskOk{T}"/>, <see cref="TaskExit{T}"/>, or <see cref="TaskNone{T}"/> while it still runs.</summary>
/// <remarks>A closed set: match all three with <c>switch</c>. Source: Elixir Task.yield/2: <c>{:ok, value}</c>, <c>{:exit, reason}</c>, <c>nil</c>.</remarks>
public abstract record TaskResult<T>
{
    private protected TaskResult()
    {
    }
}

/// <summary>The task returned <paramref name="Value"/>.</summary>
public sealed record TaskOk<T>(T Value) : TaskResult<T>;

/// <summary>The task ended with <paramref name="Reason"/> and without a value.</summary>
public sealed record TaskExit<T>(ExitReason Reason) : TaskResult<T>
{
    /// <summary>The element that the task worked on; set by a stream with <see cref="AsyncStreamOptions.ZipInputOnExit"/>, else <c>null</c>.</summary>
    public object? Input { get; init; }
}

/// <summary>The task has not ended, or was stopped on request.</summary>
public sealed record TaskNone<T> : TaskResult<T>
{
    internal static readonly TaskNone<T> Instance = new();
}

/// <summary>The value of a task as a message to its owner, see <see cref="ProcessTask{T}.ReplyAsMessage"/>. Source: Elixir Task, <c>{ref, value}</c>.</summary>
/// <param name="Ref">The task's <see cref="ProcessTask.Ref"/>.</param>
/// <param name="Value">What the task returned.</param>
public sealed record TaskReply<T>(MonitorRef Ref, T Value);
