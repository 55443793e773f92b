namespace Zhar;

/// <summary>What a <c>[Call]</c> handler with the full choice returns: a reply now or later, and what the server does next.</summary>
/// <remarks>Made with <c>Reply</c>, <c>NoReply</c> and <c>Stop</c> of <see cref="GenServer"/>; a plain value converts by itself. Source: OTP gen_server:handle_call/3.</remarks>
public readonly struct CallResult<T>
{
    internal CallResult(bool hasReply, T? value, Next next)
    {
        HasReply = hasReply;
        Value = value;
        Next = next;
    }

    internal bool HasReply { get; }

    internal T? Value { get; }

    internal Next Next { get; }

    /// <summary>Runs the <c>[Continue]</c> handler for <paramref name="step"/> before any queued message.</summary>
    public CallResult<T> ThenContinue(object step) => new(HasReply, Value, Next.ThenContinue(step));

    /// <summary>Delivers an <see cref="IdleTimeout"/> when no message arrives within <paramref name="timeout"/>.</summary>
    public CallResult<T> WithTimeout(TimeSpan timeout) => new(HasReply, Value, Next.WithTimeout(timeout));

    /// <summary>Frees what can be rebuilt, for a server that expects to be idle for long.</summary>
    public CallResult<T> WithHibernate() => new(HasReply, Value, Next.WithHibernate());

    /// <summary>Replies with the value and goes on.</summary>
    public static implicit operator CallResult<T>(T value) => new(true, value, default);

    /// <summary>Gives no reply now: the caller waits for <see cref="From{T}.Reply"/>, or gets the exit reason.</summary>
    public static implicit operator CallResult<T>(Next next) => new(false, default, next);
}
