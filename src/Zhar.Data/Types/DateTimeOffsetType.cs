using System.Globalization;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>An instant, stored in UTC.</summary>
internal sealed class DateTimeOffsetType : FieldType<DateTimeOffset>
{
    public override string Name => "utc_datetime";

    public override StorageKind Storage => StorageKind.DateTimeUtc;

    public override void WriteJson(Utf8JsonWriter json, object value) =>
        json.WriteStringValue(((DateTimeOffset)value).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    public override object? ReadJson(JsonElement json) => json.TryGetDateTimeOffset(out var value)
        ? value.ToUniversalTime()
        : throw new SchemaException($"The stored JSON {json.GetRawText()} is no {Name}.");

    protected override CastResult CastValue(object input) => TimeCasts.Utc(input) is { IsOk: true, Value: DateTime utc }
        ? CastResult.Ok(new DateTimeOffset(utc))
        : CastResult.Invalid();

    protected override object? DumpValue(object value, Dialect dialect) => TimeCasts.Truncate(((DateTimeOffset)value).UtcDateTime);

    protected override object? LoadValue(object stored, Dialect dialect) => new DateTimeOffset(System.DateTime.SpecifyKind((DateTime)stored, DateTimeKind.Utc));
}
