using System.Numerics;

namespace Zhar;

/// <summary>The order of an ordered table's keys when none is given.</summary>
internal sealed class ValueOrder : IComparer<object>
{
    private static readonly ValueOrder Objects = new();

    private ValueOrder()
    {
    }

    internal static IComparer<TKey> For<TKey>()
    {
        if (typeof(TKey) == typeof(object))
            return (IComparer<TKey>)(object)Objects;
        return typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.Ordinal : Comparer<TKey>.Default;
    }

    /// <summary>Numbers come first and compare by value, whatever their type; other keys compare within their type, types by name. Source: OTP, term order.</summary>
    public int Compare(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
            return 0;
        if (x is null || y is null)
            return x is null ? -1 : 1;
        var (first, second) = (KindOf(x), KindOf(y));
        if (first != Kind.Other && second != Kind.Other)
            return CompareNumbers(x, first, y, second);
        if (first != Kind.Other || second != Kind.Other)
            return first != Kind.Other ? -1 : 1;
        if (x is string a && y is string b)
            return string.CompareOrdinal(a, b);
        if (x.GetType() != y.GetType())
            return string.CompareOrdinal(x.GetType().FullName, y.GetType().FullName);
        return x is IComparable comparable
            ? comparable.CompareTo(y)
            : throw new ArgumentException($"Keys of type {x.GetType().Name} have no order. Implement IComparable, or give Table.Create an order.");
    }

    private static Kind KindOf(object key) => key switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or BigInteger => Kind.Whole,
        float or double or Half => Kind.Floating,
        decimal => Kind.Decimal,
        _ => Kind.Other,
    };

    // Exact: a double is compared with a whole number by its own whole part, so large numbers do not meet in one rounded value.
    private static int CompareNumbers(object x, Kind first, object y, Kind second) => (first, second) switch
    {
        (Kind.Floating, Kind.Floating) => Floating(x).CompareTo(Floating(y)),
        (Kind.Floating, _) => CompareFloating(Floating(x), y),
        (_, Kind.Floating) => -CompareFloating(Floating(y), x),
        (Kind.Whole, Kind.Whole) => Whole(x).CompareTo(Whole(y)),
        (Kind.Decimal, Kind.Decimal) => ((decimal)x).CompareTo((decimal)y),
        (Kind.Decimal, _) => CompareDecimal((decimal)x, Whole(y)),
        _ => -CompareDecimal((decimal)y, Whole(x)),
    };

    private static int CompareFloating(double value, object other)
    {
        if (!double.IsFinite(value))
            return double.IsPositiveInfinity(value) ? 1 : -1;
        var floor = Math.Floor(value);
        var fraction = value - floor;
        if (other is decimal d)
        {
            var wholePart = new BigInteger(floor).CompareTo(new BigInteger(decimal.Floor(d)));
            return wholePart != 0 ? wholePart : fraction.CompareTo((double)(d - decimal.Floor(d)));
        }

        var whole = new BigInteger(floor).CompareTo(Whole(other));
        return whole != 0 || fraction == 0 ? whole : 1;
    }

    private static int CompareDecimal(decimal value, BigInteger other)
    {
        var whole = new BigInteger(decimal.Floor(value)).CompareTo(other);
        return whole != 0 || decimal.Floor(value) == value ? whole : 1;
    }

    private static double Floating(object key) => key switch { double d => d, float f => f, _ => (double)(Half)key };

    private static BigInteger Whole(object key) => key switch
    {
        int i => i,
        long l => l,
        sbyte s => s,
        byte b => b,
        short s => s,
        ushort u => u,
        uint u => u,
        ulong u => u,
        Int128 i => i,
        UInt128 u => u,
        _ => (BigInteger)key,
    };

    private enum Kind
    {
        Other,
        Whole,
        Floating,
        Decimal,
    }
}
