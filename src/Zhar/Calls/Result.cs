namespace Zhar;

/// <summary>The outcome of an operation that is expected to fail at times: <see cref="Ok{T}"/> or <see cref="Error{T}"/>.</summary>
/// <remarks>A closed set: match both with <c>switch</c>. What a repo stores fails with <c>Invalid</c>, which holds the changeset, in place of <see cref="Error{T}"/>.</remarks>
public abstract record Result<T>
{
    private protected Result()
    {
    }

    /// <summary>Whether the operation succeeded.</summary>
    public bool IsOk => this is Ok<T>;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The operation failed; the reason is in the message.</exception>
    public T OrThrow() => this switch
    {
        Ok<T> ok => ok.Value,
        Error<T> error => throw new InvalidOperationException($"The operation failed: {error.Reason}."),
        _ => throw Failure,
    };

    /// <summary>What a form shows again, for a kind of failure that says what is wrong with data.</summary>
    internal virtual IFormSource? Form => null;

    /// <summary>What is wrong, by the names that the fields have in params.</summary>
    internal virtual IReadOnlyDictionary<string, IReadOnlyList<string>>? FieldErrors => null;

    /// <summary>What <see cref="OrThrow"/> throws for a kind of failure that another package of Zhar adds.</summary>
    private protected virtual Exception Failure => new System.Diagnostics.UnreachableException($"Unknown result {GetType()}. Please report this.");
}

/// <summary>Success.</summary>
public sealed record Ok<T>(T Value) : Result<T>;

/// <summary>Failure, with its reason.</summary>
public sealed record Error<T>(ExitReason Reason) : Result<T>;
