namespace Zhar;

/// <summary>How much a sender may put into <see cref="Params"/>. Beyond it the decoding ends with a <see cref="ParamsException"/>.</summary>
public sealed record ParamsLimits
{
    /// <summary>The limits that apply unless others are given.</summary>
    public static ParamsLimits Default { get; } = new();

    /// <summary>Deepest nesting: <c>a[b][c]</c> has 3 levels. Default 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Most values, and most entries of any kind in JSON. Default 10,000.</summary>
    public int MaxCount { get; init; } = 10_000;

    /// <summary>Most characters of all keys and values together; bytes for JSON. Default 8,000,000.</summary>
    public int MaxLength { get; init; } = 8_000_000;
}
