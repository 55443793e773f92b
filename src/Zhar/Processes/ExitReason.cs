using System.Diagnostics.CodeAnalysis;

namespace Zhar;

/// <summary>Why a process ended, or why an operation on it failed. A value: compare with <c>==</c>.</summary>
/// <remarks>
/// A reason is a <see cref="Tag"/> with an optional <see cref="Value"/>: OTP's <c>boom</c> is <c>ExitReason.Of("boom")</c> (or just
/// <c>"boom"</c>, by conversion) and <c>{shutdown, x}</c> is <c>ExitReason.ShutdownWith(x)</c>. Source: OTP, "Processes", exit signals.
/// </remarks>
public sealed class ExitReason : IEquatable<ExitReason>
{
    /// <summary>The process finished its work.</summary>
    public static readonly ExitReason Normal = new("normal");

    /// <summary>The process was asked to stop, as a supervisor does.</summary>
    public static readonly ExitReason Shutdown = new("shutdown");

    /// <summary>As an exit signal: ends the receiver at once, whether it traps exits or not.</summary>
    public static readonly ExitReason Kill = new("kill");

    /// <summary>What a process that got the signal <see cref="Kill"/> dies with.</summary>
    public static readonly ExitReason Killed = new("killed");

    /// <summary>There is no such process, or no process of that name.</summary>
    public static readonly ExitReason NoProc = new("noproc");

    /// <summary>The connection to the other node is lost.</summary>
    public static readonly ExitReason NoConnection = new("noconnection");

    /// <summary>An operation ran out of time.</summary>
    public static readonly ExitReason Timeout = new("timeout");

    /// <summary>A process called itself, which could only ever time out.</summary>
    public static readonly ExitReason CallingSelf = new("calling_self");

    private ExitReason(string tag, object? value = null)
    {
        Tag = tag;
        Value = value;
    }

    /// <summary>The reason's name: <c>normal</c>, <c>shutdown</c>, <c>error</c>, or one of the application's own.</summary>
    public string Tag { get; }

    /// <summary>What the reason carries, or <c>null</c>.</summary>
    public object? Value { get; }

    /// <summary>The exception behind an <c>error</c> reason, else <c>null</c>.</summary>
    public Exception? Exception => Tag == "error" ? Value as Exception : null;

    /// <summary>Whether this is <see cref="Normal"/>.</summary>
    public bool IsNormal => Tag == "normal" && Value is null;

    /// <summary>Whether this is <c>shutdown</c>, with or without a value.</summary>
    public bool IsShutdown => Tag == "shutdown";

    /// <summary>Whether this is an orderly end: <c>normal</c>, <c>shutdown</c> or <c>shutdown(x)</c>. Other reasons are logged as crashes.</summary>
    public bool IsClean => IsNormal || IsShutdown;

    /// <summary>A reason of the application's own, such as <c>"boom"</c>.</summary>
    public static ExitReason Of(string tag, object? value = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return new(tag, value);
    }

    /// <summary><c>shutdown</c> with a value: an orderly end that says more.</summary>
    public static ExitReason ShutdownWith(object value) => new("shutdown", value);

    /// <summary>The reason of a process that an unhandled exception ended. A <see cref="ProcessExitException"/> gives back its own reason.</summary>
    public static ExitReason Error(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ProcessExitException exit ? exit.Reason : new("error", exception);
    }

    /// <summary>Lets a plain string stand for a reason: <c>Stop("boom")</c>.</summary>
    [return: NotNullIfNotNull(nameof(tag))]
    public static implicit operator ExitReason?(string? tag) => tag is null ? null : tag switch
    {
        "normal" => Normal,
        "shutdown" => Shutdown,
        "kill" => Kill,
        "killed" => Killed,
        "noproc" => NoProc,
        _ => Of(tag),
    };

    /// <inheritdoc/>
    public bool Equals(ExitReason? other) => other is not null && Tag == other.Tag && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExitReason);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tag, Value);

    /// <summary>Whether two reasons have the same tag and equal values.</summary>
    public static bool operator ==(ExitReason? left, ExitReason? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two reasons differ.</summary>
    public static bool operator !=(ExitReason? left, ExitReason? right) => !(left == right);

    /// <summary>The reason as OTP would print it: <c>boom</c>, <c>shutdown(x)</c>, <c>error(InvalidOperationException: text)</c>.</summary>
    public override string ToString() => Value switch
    {
        null => Tag,
        Exception e => $"{Tag}({e.GetType().Name}: {e.Message})",
        _ => $"{Tag}({Value})",
    };
}
