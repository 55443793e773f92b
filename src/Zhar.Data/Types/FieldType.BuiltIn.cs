using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>The built-in types.</summary>
public abstract partial class FieldType
{
    /// <summary><c>bool</c>; cast from <c>true</c>, <c>false</c>, <c>1</c> and <c>0</c>.</summary>
    public static FieldType Boolean { get; } = new ScalarType<bool>("boolean", StorageKind.Boolean, Casts.Boolean, static (j, v) => j.WriteBooleanValue(v), static j => j.GetBoolean());

    /// <summary><c>short</c>.</summary>
    public static FieldType Int16 { get; } = new ScalarType<short>("integer", StorageKind.Int16, Casts.Integer<short>, static (j, v) => j.WriteNumberValue(v), static j => j.GetInt16());

    /// <summary><c>int</c>.</summary>
    public static FieldType Int32 { get; } = new ScalarType<int>("integer", StorageKind.Int32, Casts.Integer<int>, static (j, v) => j.WriteNumberValue(v), static j => j.GetInt32());

    /// <summary><c>long</c>.</summary>
    public static FieldType Int64 { get; } = new ScalarType<long>("integer", StorageKind.Int64, Casts.Integer<long>, static (j, v) => j.WriteNumberValue(v), static j => j.GetInt64());

    /// <summary><c>float</c>, finite.</summary>
    public static FieldType Single { get; } = new ScalarType<float>("float", StorageKind.Single, Casts.Single, static (j, v) => j.WriteNumberValue(v), static j => j.GetSingle());

    /// <summary><c>double</c>, finite.</summary>
    public static FieldType Double { get; } = new ScalarType<double>("float", StorageKind.Double, Casts.Double, static (j, v) => j.WriteNumberValue(v), static j => j.GetDouble());

    /// <summary><c>decimal</c>; 1.0 and 1.00 are the same value, and keep their scale. In JSON it is a text, so that no reader makes a double of it.</summary>
    public static FieldType Decimal { get; } = new ScalarType<decimal>(
        "decimal", StorageKind.Decimal, Casts.Decimal,
        static (j, v) => j.WriteStringValue(v.ToString(CultureInfo.InvariantCulture)),
        static j => j.ValueKind == JsonValueKind.String ? decimal.Parse(j.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : j.GetDecimal()); // the kind is String

    /// <summary><c>string</c>. A text with the character U+0000 is not cast: PostgreSQL cannot keep it, and others cut it off there.</summary>
    public static FieldType String { get; } = new ScalarType<string>(
        "string", StorageKind.Text,
        static v => v is not string text ? CastResult.Invalid() : text.Contains('\0', StringComparison.Ordinal) ? CastResult.Invalid("has a character that cannot be stored") : CastResult.Ok(v),
        static (j, v) => j.WriteStringValue(v), static j => j.GetString()!); // null was read before

    /// <summary><c>byte[]</c>; a text is cast to its UTF-8 bytes. In JSON it is base64.</summary>
    public static FieldType Binary { get; } = new ScalarType<byte[]>(
        "binary", StorageKind.Binary, static v => v switch { byte[] => CastResult.Ok(v), string text => CastResult.Ok(Encoding.UTF8.GetBytes(text)), _ => CastResult.Invalid() },
        static (j, v) => j.WriteBase64StringValue(v), static j => j.GetBytesFromBase64(), trimsEmpty: false);

    /// <summary><see cref="System.Guid"/>.</summary>
    public static FieldType Guid { get; } = new ScalarType<Guid>("uuid", StorageKind.Guid, Casts.Guid, static (j, v) => j.WriteStringValue(v), static j => j.GetGuid());

    /// <summary><see cref="DateOnly"/>; cast from <c>2026-01-31</c> or <c>{year, month, day}</c>.</summary>
    public static FieldType Date { get; } = new ScalarType<DateOnly>(
        "date", StorageKind.Date, TimeCasts.Date,
        static (j, v) => j.WriteStringValue(v.ToString("O", CultureInfo.InvariantCulture)),
        static j => DateOnly.ParseExact(j.GetString()!, "O", CultureInfo.InvariantCulture)); // a date is stored as text

    /// <summary><see cref="TimeOnly"/>, to the microsecond; cast from <c>10:30</c>, <c>10:30:15.5</c> or <c>{hour, minute, second}</c>.</summary>
    public static FieldType Time { get; } = new ScalarType<TimeOnly>(
        "time", StorageKind.Time, TimeCasts.Time,
        static (j, v) => j.WriteStringValue(v.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        static j => TimeOnly.Parse(j.GetString()!, CultureInfo.InvariantCulture)); // a time is stored as text

    /// <summary><see cref="System.DateTime"/> without a time zone, to the microsecond (naive_datetime).</summary>
    public static FieldType NaiveDateTime { get; } = new ScalarType<DateTime>(
        "naive_datetime", StorageKind.DateTime, TimeCasts.Naive,
        static (j, v) => j.WriteStringValue(v.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        static j => System.DateTime.SpecifyKind(j.GetDateTime(), DateTimeKind.Unspecified));

    /// <summary><see cref="System.DateTime"/> in UTC, to the microsecond (utc_datetime); cast from ISO 8601, where a value without an offset counts as UTC.</summary>
    public static FieldType DateTime { get; } = new ScalarType<DateTime>(
        "utc_datetime", StorageKind.DateTimeUtc, TimeCasts.Utc,
        static (j, v) => j.WriteStringValue(v.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        static j => j.GetDateTime().ToUniversalTime());

    /// <summary><see cref="System.DateTimeOffset"/>, kept in UTC to the microsecond; two offsets of one instant are the same value.</summary>
    public static FieldType DateTimeOffset { get; } = new DateTimeOffsetType();

    /// <summary><see cref="TimeSpan"/>, to the microsecond; cast from <c>1.02:03:04.5</c> or ISO 8601's <c>PT90M</c>.</summary>
    public static FieldType Duration { get; } = new ScalarType<TimeSpan>(
        "duration", StorageKind.Interval, TimeCasts.Duration,
        static (j, v) => j.WriteStringValue(v.ToString("c", CultureInfo.InvariantCulture)),
        static j => TimeSpan.ParseExact(j.GetString()!, "c", CultureInfo.InvariantCulture)); // a duration is stored as text

    /// <summary><see cref="System.Collections.BitArray"/>, the first bit first; cast from a text of noughts and ones. <c>bit varying</c> on PostgreSQL, text elsewhere.</summary>
    public static FieldType Bits { get; } = new BitsType();

    /// <summary>Any JSON, as a <see cref="JsonElement"/>.</summary>
    public static FieldType Json { get; } = new JsonElementType();

    /// <summary>Any JSON, as a <see cref="System.Text.Json.Nodes.JsonNode"/> or one of its kinds.</summary>
    public static FieldType JsonOf<T>()
        where T : System.Text.Json.Nodes.JsonNode => new JsonNodeType<T>();

    /// <summary>A type for a virtual field of any type: only values of that type cast.</summary>
    public static FieldType Any<T>()
        where T : notnull => new AnyType<T>();
}
