using System.Text.Json;

namespace Zhar.Data;

/// <summary>A built-in type that is stored as it is.</summary>
internal sealed class ScalarType<T>(
    string name,
    StorageKind storage,
    Func<object, CastResult> cast,
    Action<Utf8JsonWriter, T> write,
    Func<JsonElement, T> read,
    bool trimsEmpty = true) : FieldType<T>
    where T : notnull
{
    public override string Name => name;

    public override StorageKind Storage => storage;

    public override bool TrimsEmpty => trimsEmpty;

    public override void WriteJson(Utf8JsonWriter json, object value) => write(json, (T)value);

    public override object? ReadJson(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Null ? null : read(json);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new SchemaException($"The stored JSON {json.GetRawText()} is no {name}.", e);
        }
    }

    internal override object FromGuid(Guid id) => typeof(T) == typeof(Guid) ? id : typeof(T) == typeof(string) ? id.ToString() : base.FromGuid(id);

    protected override CastResult CastValue(object input) => cast(input);

    protected override bool EqualValues(object left, object right) => left is byte[] a && right is byte[] b ? a.AsSpan().SequenceEqual(b) : left.Equals(right);
}
