namespace Zhar.Data;

/// <summary>The outcome of a cast: a value, or a refusal.</summary>
public readonly struct CastResult
{
    private CastResult(bool isOk, object? value, string? message, Metadata? metadata)
    {
        IsOk = isOk;
        Value = value;
        Message = message;
        Metadata = metadata;
    }

    /// <summary>Whether there is a value.</summary>
    public bool IsOk { get; }

    /// <summary>The value, in the type of the field; may be <c>null</c>.</summary>
    public object? Value { get; }

    /// <summary>The message of a refusal, where it is not "is invalid".</summary>
    public string? Message { get; }

    /// <summary>More about a refusal, for the error's metadata.</summary>
    public Metadata? Metadata { get; }

    /// <summary>A value.</summary>
    public static CastResult Ok(object? value) => new(true, value, null, null);

    /// <summary>A refusal.</summary>
    /// <param name="message">Default: "is invalid".</param>
    /// <param name="metadata">Added to the error's metadata.</param>
    public static CastResult Invalid(string? message = null, Metadata? metadata = null) => new(false, null, message, metadata);
}
