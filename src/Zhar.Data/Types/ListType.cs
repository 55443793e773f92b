using System.ComponentModel;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>A list of values of one type: an array column, or JSON where the database has no arrays. Source: {:array, type} of Ecto.Type.</summary>
/// <typeparam name="TList">The type of the property: <c>T[]</c>, <c>IReadOnlyList&lt;T&gt;</c>, <c>ImmutableArray&lt;T&gt;</c>, …</typeparam>
/// <typeparam name="T">The elements.</typeparam>
/// <param name="element">The type of the elements.</param>
/// <param name="make">Makes the property's value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ListType<TList, T>(FieldType element, Func<List<T>, TList> make) : FieldType<TList>
    where TList : IEnumerable<T>
{
    /// <inheritdoc/>
    public override string Name => $"array of {element.Name}";

    /// <inheritdoc/>
    public override StorageKind Storage => StorageKind.Array;

    /// <inheritdoc/>
    public override FieldType Element => element;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value)
    {
        json.WriteStartArray();
        foreach (var item in (TList)value)
        {
            if (item is null)
                json.WriteNullValue();
            else
                element.WriteJson(json, item);
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Array)
            throw new SchemaException($"An {Name} is stored as a JSON array, but a {json.ValueKind} was found.");
        var items = new List<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            items.Add(item.ValueKind == JsonValueKind.Null ? default! : (T)element.ReadJson(item)!); // null only where it was stored
        return make(items);
    }

    /// <inheritdoc/>
    protected override CastResult CastValue(object input)
    {
        if (input is TList)
            return CastResult.Ok(input);
        if (input is not System.Collections.IEnumerable values || input is string or Params)
            return CastResult.Invalid();

        var list = values as IReadOnlyList<object?> ?? [.. values.Cast<object?>()];
        var items = new List<T>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            var cast = element.Cast(list[i]);
            if (!cast.IsOk)
                return CastResult.Invalid(cast.Message, cast.Metadata);
            if (cast.Value is null && default(T) is not null)
                return CastResult.Invalid();
            items.Add((T)cast.Value!); // null only where T can be null
        }

        return CastResult.Ok(make(items));
    }

    /// <inheritdoc/>
    protected override object? DumpValue(object value, Dialect dialect)
    {
        if (!dialect.HasArrays)
            return JsonText.Write(this, value);
        var items = ((TList)value).ToArray();
        return NeutralArrays.Dump(element, [.. items], dialect);
    }

    /// <inheritdoc/>
    protected override object? LoadValue(object stored, Dialect dialect)
    {
        if (stored is string)
            return JsonText.Read(this, stored);
        if (stored is not Array array)
            throw new SchemaException($"An {Name} is stored as an array, but a {stored.GetType().Name} came from the database.");
        var items = new List<T>(array.Length);
        foreach (var item in array)
            items.Add((T)element.Load(item, dialect)!); // null only where it was stored
        return make(items);
    }

    /// <inheritdoc/>
    protected override bool EqualValues(object left, object right)
    {
        using var a = ((TList)left).GetEnumerator();
        using var b = ((TList)right).GetEnumerator();
        while (true)
        {
            var (more, other) = (a.MoveNext(), b.MoveNext());
            if (!more || !other)
                return more == other;
            if (!element.Equal(a.Current, b.Current))
                return false;
        }
    }
}
