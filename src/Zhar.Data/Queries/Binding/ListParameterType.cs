using System.Text.Json;

namespace Zhar.Data;

/// <summary>The type of a list that is one parameter: an array where the database has arrays, else JSON.</summary>
internal sealed class ListParameterType(FieldType element) : FieldType
{
    public override string Name => $"list of {element.Name}";

    public override Type ClrType => typeof(object[]);

    public override StorageKind Storage => StorageKind.Array;

    public override FieldType Element => element;

    public override void WriteJson(Utf8JsonWriter json, object value)
    {
        json.WriteStartArray();
        foreach (var item in (IEnumerable<object?>)value)
        {
            if (item is null)
                json.WriteNullValue();
            else
                element.WriteJson(json, item);
        }

        json.WriteEndArray();
    }

    public override object ReadJson(JsonElement json) => throw new NotSupportedException("A list parameter is never read.");

    protected override CastResult CastValue(object input) => CastResult.Invalid();

    protected override object? DumpValue(object value, Dialect dialect) => dialect.HasArrays
        ? NeutralArrays.Dump(element, [.. (IEnumerable<object?>)value], dialect)
        : JsonText.Write(this, value);
}
