namespace Zhar;

/// <summary>What <c>Init</c> of a <see cref="GenServer{TState}"/> returns: a first state, or why there is no server.</summary>
/// <remarks>Made with <c>Ok</c>, <c>Ignore</c>, <c>Stop</c> and <c>Error</c> of the server. Source: OTP gen_server:init/1.</remarks>
public sealed class Init<TState>
{
    internal Init(InitKind kind, TState? state, ExitReason? reason, Next next = default)
    {
        Kind = kind;
        State = state;
        Reason = reason;
        Next = next;
    }

    internal InitKind Kind { get; }

    internal TState? State { get; }

    internal ExitReason? Reason { get; }

    internal Next Next { get; }

    /// <summary>Runs the <c>[Continue]</c> handler for <paramref name="step"/> before any message: slow set-up goes there, so that the starter need not wait.</summary>
    public Init<TState> ThenContinue(object step) => new(Kind, State, Reason, Next.ThenContinue(step));

    /// <summary>Delivers an <see cref="IdleTimeout"/> when no message arrives within <paramref name="timeout"/>.</summary>
    public Init<TState> WithTimeout(TimeSpan timeout) => new(Kind, State, Reason, Next.WithTimeout(timeout));

    /// <summary>Frees what can be rebuilt, for a server that expects to be idle for long.</summary>
    public Init<TState> WithHibernate() => new(Kind, State, Reason, Next.WithHibernate());
}

internal enum InitKind
{
    Ok,
    Ignore,
    Stop,
    Error,
}
