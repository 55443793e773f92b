namespace Zhar;

/// <summary>What a server does after a handler: go on, stop, run a continue step, or arm its idle timeout.</summary>
/// <remarks>Made with <c>Stop</c>, <c>Continue</c> and <c>Proceed</c> of <see cref="GenServer"/>. Source: OTP gen_server, results of handle_cast and handle_info.</remarks>
public readonly struct Next
{
    internal ExitReason? StopReason { get; init; }

    internal object? ContinueWith { get; init; }

    internal int TimeoutMilliseconds { get; init; } // the timeout plus one; 0 = none

    internal bool Hibernates { get; init; }

    internal bool IsStop => StopReason is not null;

    internal bool IsPlain => StopReason is null && ContinueWith is null && TimeoutMilliseconds == 0 && !Hibernates;

    /// <summary>Runs the <c>[Continue]</c> handler for <paramref name="step"/> before any queued message.</summary>
    public Next ThenContinue(object step) => this with { ContinueWith = step ?? throw new ArgumentNullException(nameof(step)) };

    /// <summary>Delivers an <see cref="IdleTimeout"/> when no message arrives within <paramref name="timeout"/>.</summary>
    public Next WithTimeout(TimeSpan timeout) => this with { TimeoutMilliseconds = Durations.Milliseconds(timeout, nameof(timeout)) + 1 };

    /// <summary>Frees what can be rebuilt, for a server that expects to be idle for long.</summary>
    public Next WithHibernate() => this with { Hibernates = true };
}

/// <summary>The message that a server gets when its idle timeout has passed without another message. Source: OTP gen_server, <c>timeout</c>.</summary>
public sealed record IdleTimeout
{
    internal static readonly IdleTimeout Instance = new();
}
