namespace Zhar;

/// <summary>Waiting for several tasks, and streams of tasks.</summary>
public abstract partial class ProcessTask
{
    /// <summary>Waits for all of <paramref name="tasks"/> and gives their values in that order.</summary>
    /// <param name="tasks">Tasks of the current process.</param>
    /// <param name="timeout">Longest wait for all of them. Default 5 s.</param>
    /// <exception cref="CallExitException">A task failed (the first to do so), or the time is over.</exception>
    /// <remarks>Source: Elixir Task.await_many/2.</remarks>
    public static async ValueTask<IReadOnlyList<T>> AwaitMany<T>(IEnumerable<ProcessTask<T>> tasks, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var wait = timeout ?? TimeSpan.FromSeconds(5);
        var all = tasks.ToArray();
        var values = new T[all.Length];
        var slots = new Dictionary<ProcessTask, int>(all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            all[i].CheckOwner("AwaitMany");
            if (!slots.TryAdd(all[i], i))
                throw new ArgumentException($"{all[i]} is in the list twice. A task gives its value once.", nameof(tasks));
        }

        await foreach (var task in Ended(all, Durations.MillisecondsOrInfinite(wait, nameof(timeout))))
        {
            var slot = slots[task];
            switch (all[slot].TryTake())
            {
                case TaskOk<T> ok:
                    values[slot] = ok.Value;
                    slots.Remove(task);
                    break;
                case TaskExit<T> exit:
                    throw all[slot].Failed(exit.Reason, wait);
            }
        }

        return slots.Count == 0 ? values : throw all[slots.Values.Min()].Failed(ExitReason.Timeout, wait);
    }

    /// <summary>Waits for <paramref name="tasks"/> without failing: one result for each, in that order.</summary>
    /// <param name="tasks">Tasks of the current process.</param>
    /// <param name="timeout">Longest wait for all of them. Default 5 s.</param>
    /// <param name="onTimeout">What becomes of those that have not ended. Default: they run on.</param>
    /// <param name="limit">Stops waiting when so many have ended. Default: all.</param>
    /// <remarks>Source: Elixir Task.yield_many/2.</remarks>
    public static async ValueTask<IReadOnlyList<TaskResult<T>>> YieldMany<T>(
        IEnumerable<ProcessTask<T>> tasks, TimeSpan? timeout = null, YieldTimeout onTimeout = YieldTimeout.Nothing, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (!Enum.IsDefined(onTimeout))
            throw new ArgumentOutOfRangeException(nameof(onTimeout), onTimeout, "Use Nothing, Ignore or KillTask.");
        var milliseconds = Durations.MillisecondsOrInfinite(timeout ?? TimeSpan.FromSeconds(5), nameof(timeout));
        var all = tasks.ToArray();
        foreach (var task in all)
            task.CheckOwner("YieldMany");
        var count = 0;
        await foreach (var _ in Ended(all, milliseconds))
        {
            if (++count == limit)
                break;
        }

        var results = new TaskResult<T>[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            results[i] = all[i].TryTake() ?? onTimeout switch
            {
                YieldTimeout.Ignore => all[i].Ignore(),
                YieldTimeout.KillTask => await all[i].Shutdown(Shutdown.BrutalKill),
                _ => TaskNone<T>.Instance,
            };
        }

        return results;
    }

    /// <summary>Runs <paramref name="function"/> for each element, a few at a time, each in a process of its own, and gives the outcomes as they are read.</summary>
    /// <remarks>
    /// <para>Lazy: elements are pulled as slots become free. A failing task ends the reader, unless it traps exits; through a
    /// <see cref="TaskSupervisor"/>'s <c>AsyncStreamNoLink</c> a failure is only a <see cref="TaskExit{T}"/>. Leaving the loop early kills what still runs.</para>
    /// <para>Mind the default timeout of 5 s per element: it ends the reader with <c>timeout</c>. See <see cref="AsyncStreamOptions"/>.</para>
    /// Source: Elixir Task.async_stream/3.
    /// </remarks>
    /// <exception cref="CallExitException">While reading: an element took too long.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(2)]
    public static IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, Task<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, supervisor: null, failsReader: true);

    /// <inheritdoc cref="AsyncStream{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public static IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, ValueTask<TOut>> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, function, function, options, supervisor: null, failsReader: true);

    /// <inheritdoc cref="AsyncStream{TIn, TOut}(IEnumerable{TIn}, Func{TIn, Task{TOut}}, AsyncStreamOptions?)"/>
    public static IAsyncEnumerable<TaskResult<TOut>> AsyncStream<TIn, TOut>(IEnumerable<TIn> source, Func<TIn, TOut> function, AsyncStreamOptions? options = null) =>
        new AsyncStream<TIn, TOut>(source, x => new(function(x)), function, options, supervisor: null, failsReader: true);

    /// <summary>The tasks in the order in which they end, until all have or the time is over. Leaving the loop stops the listening.</summary>
    private static async IAsyncEnumerable<ProcessTask> Ended(IReadOnlyCollection<ProcessTask> tasks, int milliseconds)
    {
        if (tasks.Count == 0)
            yield break;
        var owner = tasks.First().Owner;
        var group = new TaskGroup(owner);
        var deadline = milliseconds < 0 ? long.MaxValue : owner.Node.Timers.Now + milliseconds;
        try
        {
            foreach (var task in tasks)
                task.Listen(group);
            for (var left = tasks.Count; left > 0;)
            {
                if (group.TryNext(out var task))
                {
                    left--;
                    yield return task;
                    continue;
                }

                var rest = deadline == long.MaxValue ? -1 : (int)Math.Max(0, deadline - owner.Node.Timers.Now);
                if (rest == 0)
                    yield break;
                await group.Wait(rest);
            }
        }
        finally
        {
            foreach (var task in tasks)
                task.StopListening();
        }
    }
}

/// <summary>What becomes of tasks that have not ended when <c>YieldMany</c> has waited long enough.</summary>
public enum YieldTimeout
{
    /// <summary>They run on and can be awaited later.</summary>
    Nothing,

    /// <summary>They run on, unlinked, and their values are dropped.</summary>
    Ignore,

    /// <summary>They are killed.</summary>
    KillTask,
}
