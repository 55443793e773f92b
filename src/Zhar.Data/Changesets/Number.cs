namespace Zhar.Data;

/// <summary>A bound for <c>ValidateNumber</c>: a whole number, a decimal or a double, compared by value.</summary>
public readonly struct Number : IComparable<Number>, IEquatable<Number>
{
    private readonly decimal _exact;
    private readonly double? _real;

    private Number(object value, decimal exact, double? real) => (Value, _exact, _real) = (value, exact, real);

    /// <summary>The number as it was given.</summary>
    public object Value => field ?? 0;

    /// <summary>A whole number.</summary>
    public static implicit operator Number(int value) => new(value, value, null);

    /// <summary>A whole number.</summary>
    public static implicit operator Number(long value) => new(value, value, null);

    /// <summary>A decimal.</summary>
    public static implicit operator Number(decimal value) => new(value, value, null);

    /// <summary>A double.</summary>
    public static implicit operator Number(double value) => new(value, 0, value);

    /// <inheritdoc/>
    public int CompareTo(Number other) => _real is null && other._real is null
        ? _exact.CompareTo(other._exact)
        : (_real ?? (double)_exact).CompareTo(other._real ?? (double)other._exact);

    /// <inheritdoc/>
    public bool Equals(Number other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Number other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_real ?? (double)_exact).GetHashCode();

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Number left, Number right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Number left, Number right) => !left.Equals(right);

    /// <summary>Whether one is less than another.</summary>
    public static bool operator <(Number left, Number right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is greater than another.</summary>
    public static bool operator >(Number left, Number right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is not greater than another.</summary>
    public static bool operator <=(Number left, Number right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is not less than another.</summary>
    public static bool operator >=(Number left, Number right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Params.Text(Value);

    internal static Number? From(object value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        decimal number => number,
        double number => number,
        float number => (double)number,
        _ => null,
    };

    internal static bool Holds(string kind, int comparison) => kind switch
    {
        "less_than" => comparison < 0,
        "greater_than" => comparison > 0,
        "less_than_or_equal_to" => comparison <= 0,
        "greater_than_or_equal_to" => comparison >= 0,
        "equal_to" => comparison == 0,
        _ => comparison != 0,
    };

    internal static string Message(string kind) => kind switch
    {
        "less_than" => "must be less than {number}",
        "greater_than" => "must be greater than {number}",
        "less_than_or_equal_to" => "must be less than or equal to {number}",
        "greater_than_or_equal_to" => "must be greater than or equal to {number}",
        "equal_to" => "must be equal to {number}",
        _ => "must be not equal to {number}",
    };
}
