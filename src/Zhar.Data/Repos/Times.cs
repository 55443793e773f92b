namespace Zhar.Data;

/// <summary>A time, as fields for times have it: in UTC, to the microsecond.</summary>
internal static class Times
{
    internal static object Of(Field field, DateTimeOffset time)
    {
        var now = time.UtcDateTime;
        now = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        var type = field.Type.ClrType;
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(now);
        if (type == typeof(DateTime))
            return field.Type.Storage == StorageKind.DateTime ? DateTime.SpecifyKind(now, DateTimeKind.Unspecified) : now;
        if (type == typeof(DateOnly))
            return DateOnly.FromDateTime(now);
        if (type == typeof(long))
            return new DateTimeOffset(now).ToUnixTimeMilliseconds();
        return field.Type.Cast(now) is { IsOk: true, Value: { } value } ? value : throw new SchemaException(
            $"{field.Schema.Name}.{field.Name} is a time that the repo sets, but its type {type.Name} takes none. Make it a DateTime or a DateTimeOffset.");
    }
}
