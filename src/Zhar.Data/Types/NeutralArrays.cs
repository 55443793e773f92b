namespace Zhar.Data;

/// <summary>Typed arrays of the neutral types, as drivers want them for an array column.</summary>
internal static class NeutralArrays
{
    public static Array Dump(FieldType element, object?[] items, Dialect dialect)
    {
        var dumped = Array.ConvertAll(items, item => element.Dump(item, dialect));
        return element.Storage switch
        {
            StorageKind.Boolean => Values<bool>(dumped),
            StorageKind.Int16 => Values<short>(dumped),
            StorageKind.Int32 => Values<int>(dumped),
            StorageKind.Int64 => Values<long>(dumped),
            StorageKind.Single => Values<float>(dumped),
            StorageKind.Double => Values<double>(dumped),
            StorageKind.Decimal => Values<decimal>(dumped),
            StorageKind.Guid => Values<Guid>(dumped),
            StorageKind.Date => Values<DateOnly>(dumped),
            StorageKind.Time => Values<TimeOnly>(dumped),
            StorageKind.DateTime or StorageKind.DateTimeUtc => Values<DateTime>(dumped),
            StorageKind.Interval => Values<TimeSpan>(dumped),
            StorageKind.Binary => Array.ConvertAll(dumped, static v => (byte[]?)v),
            StorageKind.Text or StorageKind.Json => Array.ConvertAll(dumped, static v => (string?)v),
            var other => throw new SchemaException($"An array of {other} cannot be stored. Use a list of a simple type, or an embed."),
        };
    }

    private static Array Values<T>(object?[] dumped)
        where T : struct => Array.IndexOf(dumped, null) < 0
            ? Array.ConvertAll(dumped, static v => (T)v!) // none is null
            : Array.ConvertAll(dumped, static v => (T?)v);
}
