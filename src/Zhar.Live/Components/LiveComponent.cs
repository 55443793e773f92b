using System.Runtime.CompilerServices;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>A part of a live page with a state and events of its own, in the process of the page: what it changes is rendered without the page around it.</summary>
/// <remarks>
/// <code>
/// public sealed partial class Rating(Votes votes) : LiveComponent&lt;Rating.Props, int&gt;
/// {
///     public sealed record Props(int Film, string Label);
///
///     protected override async ValueTask&lt;int&gt; Mount(Props props) => await votes.Count(props.Film);
///
///     [Event] private async Task Vote() => State = await votes.Add(Given.Film);
///
///     protected override Html Render(int count) => $"""
///         &lt;p&gt;{Given.Label}: {count} &lt;button phx-click="{On.Vote}" phx-target="{Myself}"&gt;+&lt;/button&gt;&lt;/p&gt;
///         """;
/// }
///
/// {Rating.Component("rating-7", new(7, "Stalker"))}
/// </code>
/// <para>It is known by its class and its id. <see cref="Mount"/> makes the state when the page first has it; <see cref="Update"/> follows, and again whenever the template around it
/// gives props that are not equal to the last ones, or somebody calls the generated <c>SendUpdate</c>. When its markup has left the page it is gone with its state.</para>
/// <para>Its template is one element. For parts without a state a method that returns <see cref="Html"/> is enough; a part whose errors must not reach the page is a view of its own,
/// <c>LiveRender</c>. Source: Phoenix.LiveComponent.</para>
/// </remarks>
/// <typeparam name="TProps">What the template around it gives to it: a record of immutable values, compared to see whether anything is new. One that has no equality is new each time.</typeparam>
/// <typeparam name="TState">Its own state: a value, replaced by assignment.</typeparam>
public abstract class LiveComponent<TProps, TState> : LiveComponentBase
{
    /// <summary>What the template around it has given last. During <see cref="Update"/> what it gave before.</summary>
    protected TProps Given { get; private set; } = default!; // set before Mount

    /// <summary>The component's state.</summary>
    protected TState State { get; set; } = default!; // set by Mount

    internal TState CurrentState
    {
        get => State;
        set => State = value;
    }

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>Makes the first state. <see cref="Update"/> follows. Source: mount/1.</summary>
    protected abstract ValueTask<TState> Mount(TProps props);

    /// <summary>Takes props: after <see cref="Mount"/>, and when they have changed. The default does nothing: the template sees them as <see cref="Given"/>. Source: update/2.</summary>
    protected virtual ValueTask Update(TProps props) => default;

    /// <summary>Takes the props of all components of this class that are new or changed in one render, so that what they need is loaded at once. The default calls
    /// <see cref="Update"/> for each. It runs on one of them: work on the states of <paramref name="updates"/>, not on <see cref="State"/>. Source: update_many/1.</summary>
    protected virtual async ValueTask UpdateMany(IReadOnlyList<ComponentUpdate<TProps, TState>> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        foreach (var update in updates)
            await update.Run();
    }

    /// <summary>The component: one element. Called when it has changed. Reads the state and changes nothing.</summary>
    protected abstract Html Render(TState state);

    // ---- what handlers do --------------------------------------------------------------------------------------------

    /// <summary>Loads a value beside the view, once it is connected; until then it is <see cref="AsyncResult{T}.Pending"/>. Source: assign_async/4.</summary>
    /// <param name="load">Runs in a process of its own, which ends with the component.</param>
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
    /// <param name="load">Runs in a process of its own, which ends with the component. Takes what it needs from the state now: it must not read it later.</param>
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

    // ---- for the view ------------------------------------------------------------------------------------------------

    internal override async ValueTask RunMount(object? props)
    {
        Given = (TProps)props!; // as its definition says
        State = await Mount(Given);
    }

    internal override async ValueTask RunUpdates(IReadOnlyList<ComponentEntry> entries)
    {
        var updates = new ComponentUpdate<TProps, TState>[entries.Count];
        for (var i = 0; i < updates.Length; i++)
            updates[i] = new((LiveComponent<TProps, TState>)entries[i].Component, (TProps)entries[i].Props!);
        await UpdateMany(updates);
        foreach (var entry in entries)
            ((LiveComponent<TProps, TState>)entry.Component).Given = (TProps)entry.Props!;
    }

    internal ValueTask RunUpdate(TProps props) => Update(props);

    internal override Html RunRender() => Render(State);
}

/// <summary>A stateful component that takes nothing from the template around it: <c>{Clock.Component("clock")}</c>. See <see cref="LiveComponent{TProps, TState}"/>.</summary>
/// <typeparam name="TState">Its state: a value, replaced by assignment.</typeparam>
public abstract class LiveComponent<TState> : LiveComponent<NoProps, TState>
{
    /// <summary>Makes the first state.</summary>
    protected abstract ValueTask<TState> Mount();

    /// <inheritdoc/>
    protected sealed override ValueTask<TState> Mount(NoProps props) => Mount();
}
