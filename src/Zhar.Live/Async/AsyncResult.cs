using System.Diagnostics.CodeAnalysis;

namespace Zhar.Live;

/// <summary>A value that is loaded beside a page: on its way, there, or failed. The last value stays until the next. Source: Phoenix.LiveView.AsyncResult.</summary>
/// <typeparam name="T">The value.</typeparam>
public sealed record AsyncResult<T>
{
    /// <summary>A first value is on its way.</summary>
    public static AsyncResult<T> Pending { get; } = new() { IsLoading = true };

    /// <summary>Whether a value is on its way.</summary>
    public bool IsLoading { get; init; }

    /// <summary>Whether there is a value, of this load or of one before.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool HasValue { get; init; }

    /// <summary>The last value.</summary>
    public T? Value { get; init; }

    /// <summary>Why the last load failed; <c>null</c> when it did not.</summary>
    public ExitReason? Error { get; init; }

    /// <summary>Whether the last load failed.</summary>
    public bool IsFailed => Error is not null;

    /// <summary>A value.</summary>
    public static AsyncResult<T> Ok(T value) => new() { HasValue = true, Value = value };

    /// <summary>The same, while it is loaded again.</summary>
    public AsyncResult<T> Reload() => this with { IsLoading = true, Error = null };

    /// <summary>The same, after a load that failed.</summary>
    public AsyncResult<T> Fail(ExitReason reason) => this with { IsLoading = false, Error = reason };
}
