using System.ComponentModel;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>A map from texts to values of one type, stored as JSON. Source: {:map, type} of Ecto.Type.</summary>
/// <typeparam name="TMap">The type of the property.</typeparam>
/// <typeparam name="T">The values.</typeparam>
/// <param name="element">The type of the values.</param>
/// <param name="make">Makes the property's value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MapType<TMap, T>(FieldType element, Func<Dictionary<string, T>, TMap> make) : FieldType<TMap>
    where TMap : IEnumerable<KeyValuePair<string, T>>
{
    /// <inheritdoc/>
    public override string Name => $"map of {element.Name}";

    /// <inheritdoc/>
    public override StorageKind Storage => StorageKind.Json;

    /// <inheritdoc/>
    public override FieldType Element => element;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value)
    {
        json.WriteStartObject();
        foreach (var (key, item) in (TMap)value)
        {
            json.WritePropertyName(key);
            if (item is null)
                json.WriteNullValue();
            else
                element.WriteJson(json, item);
        }

        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Object)
            throw new SchemaException($"A {Name} is stored as a JSON object, but a {json.ValueKind} was found.");
        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in json.EnumerateObject())
            items[item.Name] = item.Value.ValueKind == JsonValueKind.Null ? default! : (T)element.ReadJson(item.Value)!; // null only where it was stored
        return make(items);
    }

    /// <inheritdoc/>
    protected override CastResult CastValue(object input)
    {
        if (input is TMap)
            return CastResult.Ok(input);
        if (input is not IEnumerable<KeyValuePair<string, object?>> values)
            return CastResult.Invalid();

        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            var cast = element.Cast(value);
            if (!cast.IsOk)
                return CastResult.Invalid(cast.Message, cast.Metadata);
            if (cast.Value is null && default(T) is not null)
                return CastResult.Invalid();
            items[key] = (T)cast.Value!; // null only where T can be null
        }

        return CastResult.Ok(make(items));
    }

    /// <inheritdoc/>
    protected override object? DumpValue(object value, Dialect dialect) => JsonText.Write(this, value);

    /// <inheritdoc/>
    protected override object? LoadValue(object stored, Dialect dialect) => JsonText.Read(this, stored);

    /// <inheritdoc/>
    protected override bool EqualValues(object left, object right)
    {
        var a = ((TMap)left).ToDictionary(StringComparer.Ordinal);
        var b = ((TMap)right).ToDictionary(StringComparer.Ordinal);
        return a.Count == b.Count && a.All(item => b.TryGetValue(item.Key, out var other) && element.Equal(item.Value, other));
    }
}
