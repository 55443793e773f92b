using System.Runtime.CompilerServices;

namespace Zhar.Live;

/// <summary>Work beside the view, whose result comes back as a message.</summary>
public abstract partial class LiveView<TState>
{
    // Beside the state: what was under way is started again when the page joins again.
#pragma warning disable ZHAR0011
    private AsyncTasks? _tasks;
#pragma warning restore ZHAR0011

    /// <summary>Loads a value beside the view, once it is connected; until then it is <see cref="AsyncResult{T}.Pending"/>. Source: assign_async/4.</summary>
    /// <param name="load">Runs in a process of its own, which ends with the view. Takes what it needs from the state now: it must not read it later.</param>
    /// <param name="current">The last result, which stays until the next; <c>null</c> to begin anew.</param>
    /// <param name="assign">Puts the result into the state, now and when it is there.</param>
    /// <param name="name">Tells loads apart; a second one of a name replaces the first. Default: the text of <paramref name="assign"/>.</param>
    protected void AssignAsync<T>(
        Func<CancellationToken, Task<T>> load, AsyncResult<T>? current, Func<TState, AsyncResult<T>, TState> assign, [CallerArgumentExpression(nameof(assign))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(assign);
        var pending = current?.Reload() ?? AsyncResult<T>.Pending;
        State = assign(State, pending);
        if (Connected)
            StartAsync(name, load, result => State = assign(State, result.Error is { } error ? pending.Fail(error) : result));
    }

    /// <summary>Loads items beside the view, once it is connected, and puts them into a stream of the state. Source: stream_async/4.</summary>
    /// <example>
    /// <code>
    /// StreamAsync(token => posts.List(token), State.Loading,
    ///     (s, loading) => s with { Loading = loading },
    ///     (s, list) => s with { Posts = s.Posts.InsertAll(list, p => p.Id) });
    /// </code>
    /// </example>
    /// <param name="load">Runs in a process of its own, which ends with the view. Takes what it needs from the state now: it must not read it later.</param>
    /// <param name="current">How the last load went, of which the value is whether items have come; <c>null</c> to begin anew.</param>
    /// <param name="assign">Puts how the load goes into the state: now, and when it is done or has failed.</param>
    /// <param name="insert">Puts the items into the stream, when they are there. <c>Reset()</c> of the stream before it replaces what the page has.</param>
    /// <param name="name">Tells loads apart; a second one of a name replaces the first. Default: the text of <paramref name="insert"/>.</param>
    protected void StreamAsync<T>(
        Func<CancellationToken, Task<T>> load, AsyncResult<bool>? current, Func<TState, AsyncResult<bool>, TState> assign, Func<TState, T, TState> insert,
        [CallerArgumentExpression(nameof(insert))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(assign);
        ArgumentNullException.ThrowIfNull(insert);
        var pending = current?.Reload() ?? AsyncResult<bool>.Pending;
        State = assign(State, pending);
        if (!Connected)
            return;
        StartAsync(name, load, result => State = result.Error is { } error
            ? assign(State, pending.Fail(error))
            : assign(insert(State, result.Value!), AsyncResult<bool>.Ok(true))); // it has not failed
    }

    /// <summary>Runs work beside the view. Only a connected view does. Source: start_async/4.</summary>
    /// <param name="name">Names it, for <see cref="CancelAsync"/>; a second one of a name replaces the first.</param>
    /// <param name="work">Runs in a process of its own, which ends with the view; the token is cancelled then.</param>
    /// <param name="done">Runs in the view when the work is done or has failed. The view renders after it.</param>
    /// <exception cref="InvalidOperationException">The view is not connected.</exception>
    protected void StartAsync<T>(string name, Func<CancellationToken, Task<T>> work, Action<AsyncResult<T>> done) => (_tasks ??= new(_socket)).Start(name, work, done);

    /// <summary>Ends work that was started under a name. False: none is under way. Source: cancel_async/3.</summary>
    protected bool CancelAsync(string name) => _tasks?.Cancel(name) == true;
}
