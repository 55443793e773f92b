using System.Globalization;

namespace Zhar.Data;

/// <summary>The key that an owner and its rows have in common: equal keys are equal whatever their types, as an <c>int</c> that points to a <c>long</c>. Whole numbers are not boxed.</summary>
internal readonly struct PreloadKey : IEquatable<PreloadKey>
{
    private readonly object? _other;
    private readonly long _number;

    internal PreloadKey(long number) => _number = number;

    private PreloadKey(object? other) => _other = other ?? NoKey;

    private static readonly object NoKey = new();

    /// <summary>Whether there is none.</summary>
    internal bool IsNull => ReferenceEquals(_other, NoKey);

    /// <summary>The value.</summary>
    internal object Value => _other ?? _number;

    internal static PreloadKey Of(object? value) => value switch
    {
        long number => new(number),
        int number => new(number),
        short number => new(number),
        byte number => new(number),
        _ => new(value),
    };

    public bool Equals(PreloadKey other) => _number == other._number && (ReferenceEquals(_other, other._other) || (_other is not null && other._other is not null && _other.Equals(other._other)));

    public override bool Equals(object? obj) => obj is PreloadKey other && Equals(other);

    public override int GetHashCode() => _other?.GetHashCode() ?? _number.GetHashCode();

    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}
