namespace Zhar.Live;

/// <summary>What <c>Mount</c> of a <see cref="LiveView{TState}"/> returns: a first state, or where the browser goes instead.</summary>
/// <remarks>A state converts by itself, and so does what <c>Redirect</c> and <c>PushNavigate</c> return.</remarks>
/// <typeparam name="TState">The state of the view.</typeparam>
public readonly struct Mount<TState>
{
    private Mount(TState? state, bool hasState, LiveAction action)
    {
        State = state;
        HasState = hasState;
        Action = action;
    }

    internal TState? State { get; }

    internal bool HasState { get; }

    internal LiveAction Action { get; }

    /// <summary>A first state.</summary>
    public static implicit operator Mount<TState>(TState state) => new(state, true, default);

    /// <summary>A redirect or another end.</summary>
    public static implicit operator Mount<TState>(LiveAction action) => new(default, false, action);
}
