using System.Globalization;

namespace Zhar.Web;

/// <summary>A number or date, kept in the bits of the <see cref="Dynamic"/>.</summary>
internal abstract class Scalar : HtmlValue;

/// <summary>How a <typeparamref name="T"/> is written: in invariant culture, without anything that HTML would have to escape.</summary>
/// <param name="format">The format that a template gets when it names none. Dates are ISO 8601, as inputs and time elements want them.</param>
/// <param name="isNumber">Whether it is safe inside a script or style too.</param>
internal sealed class Scalar<T>(string? format, bool isNumber) : Scalar
    where T : unmanaged, IUtf8SpanFormattable, IFormattable
{
    public override bool IsNumber => isNumber;

    public override string Description => typeof(T).Name;

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) => writer.WriteFormatted(dynamic.Value<T>(), format);

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => writer.WriteFormatted(dynamic.Value<T>(), format);

    public override string ToText(in Dynamic dynamic) => dynamic.Value<T>().ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>One for each type that is kept without being boxed.</summary>
internal static class Scalars
{
    public static readonly Scalar<int> Int32 = new(null, true);
    public static readonly Scalar<long> Int64 = new(null, true);
    public static readonly Scalar<short> Int16 = new(null, true);
    public static readonly Scalar<byte> Byte = new(null, true);
    public static readonly Scalar<sbyte> SByte = new(null, true);
    public static readonly Scalar<ushort> UInt16 = new(null, true);
    public static readonly Scalar<uint> UInt32 = new(null, true);
    public static readonly Scalar<ulong> UInt64 = new(null, true);
    public static readonly Scalar<double> Double = new(null, true);
    public static readonly Scalar<float> Single = new(null, true);
    public static readonly Scalar<decimal> Decimal = new(null, true);
    public static readonly Scalar<Guid> Guid = new(null, false);
    public static readonly Scalar<DateTime> DateTime = new("s", false);
    public static readonly Scalar<DateTime> UtcDateTime = new("yyyy-MM-dd'T'HH:mm:ss'Z'", false);
    public static readonly Scalar<DateTimeOffset> DateTimeOffset = new("yyyy-MM-dd'T'HH:mm:sszzz", false);
    public static readonly Scalar<DateOnly> DateOnly = new("O", false);
    public static readonly Scalar<TimeOnly> TimeOnly = new("HH:mm:ss", false);
    public static readonly Scalar<TimeSpan> TimeSpan = new("c", false);
}
