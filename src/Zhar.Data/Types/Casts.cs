using System.Globalization;
using System.Numerics;

namespace Zhar.Data;

/// <summary>Casts of values from outside to simple types. Texts are read in invariant culture and must match as a whole.</summary>
internal static class Casts
{
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly object True = true;
    private static readonly object False = false;

    public static CastResult Boolean(object input) => input switch
    {
        bool b => CastResult.Ok(b ? True : False),
        "true" or "1" => CastResult.Ok(True),
        "false" or "0" => CastResult.Ok(False),
        _ => CastResult.Invalid(),
    };

    public static CastResult Integer<T>(object input)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => input switch
        {
            T => CastResult.Ok(input),
            string text => T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? CastResult.Ok(value) : CastResult.Invalid(),
            long v => Narrow<T>(v),
            int v => Narrow<T>(v),
            short v => Narrow<T>(v),
            byte v => Narrow<T>(v),
            uint v => Narrow<T>(v),
            // JSON gives numbers that are no int64 as decimals or doubles: one with a fraction is no integer, and 1.0 is not written as one.
            _ => CastResult.Invalid(),
        };

    public static CastResult Double(object input) => ToDouble(input) is { } value && double.IsFinite(value) ? CastResult.Ok(value) : CastResult.Invalid();

    public static CastResult Single(object input) => ToDouble(input) is { } value && float.IsFinite((float)value) ? CastResult.Ok((float)value) : CastResult.Invalid();

    public static CastResult Decimal(object input) => input switch
    {
        decimal => CastResult.Ok(input),
        string text => decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out var value) ? CastResult.Ok(value) : CastResult.Invalid(),
        double or float => ToDouble(input) is { } value && Math.Abs(value) < (double)decimal.MaxValue ? CastResult.Ok((decimal)value) : CastResult.Invalid(),
        long or int or short or byte or uint or ulong => CastResult.Ok(Convert.ToDecimal(input, CultureInfo.InvariantCulture)),
        _ => CastResult.Invalid(),
    };

    public static CastResult Guid(object input) => input switch
    {
        System.Guid => CastResult.Ok(input),
        string text when System.Guid.TryParseExact(text, "D", out var value) => CastResult.Ok(value),
        _ => CastResult.Invalid(),
    };

    private static double? ToDouble(object input) => input switch
    {
        double v => v,
        float v => v,
        decimal v => (double)v,
        string text => double.TryParse(text, Real, CultureInfo.InvariantCulture, out var value) ? value : null,
        long or int or short or byte or uint or ulong => Convert.ToDouble(input, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static CastResult Narrow<T>(long value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        value >= long.CreateSaturating(T.MinValue) && value <= long.CreateSaturating(T.MaxValue) ? CastResult.Ok(T.CreateTruncating(value)) : CastResult.Invalid();
}
