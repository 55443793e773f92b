using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Data;

/// <summary>Any JSON, as a <see cref="JsonElement"/>. Source: :map and :any of Ecto.Type.</summary>
internal sealed class JsonElementType : FieldType<JsonElement>
{
    public override string Name => "json";

    public override StorageKind Storage => StorageKind.Json;

    public override void WriteJson(Utf8JsonWriter json, object value) => ((JsonElement)value).WriteTo(json);

    public override object? ReadJson(JsonElement json) => json.Clone();

    protected override CastResult CastValue(object input) => input is JsonElement ? CastResult.Ok(input) : !JsonNodeType.IsTooDeep(input) && JsonNodeType.TryMake(input) is { } node
        ? CastResult.Ok(JsonSerializer.Deserialize(node.ToJsonString(), JsonContext.Default.JsonElement))
        : CastResult.Invalid();

    protected override object? DumpValue(object value, Dialect dialect) => JsonText.Write(this, value);

    protected override object? LoadValue(object stored, Dialect dialect) => JsonText.Read(this, stored);

    protected override bool EqualValues(object left, object right) => JsonElement.DeepEquals((JsonElement)left, (JsonElement)right);
}

/// <summary>Any JSON, as a <see cref="JsonNode"/> or one of its kinds.</summary>
internal sealed class JsonNodeType<T> : FieldType<T>
    where T : JsonNode
{
    public override string Name => "json";

    public override StorageKind Storage => StorageKind.Json;

    public override void WriteJson(Utf8JsonWriter json, object value) => ((JsonNode)value).WriteTo(json);

    public override object? ReadJson(JsonElement json) => JsonNode.Parse(json.GetRawText()) switch
    {
        null => null,
        T node => node,
        var other => throw new SchemaException($"A {typeof(T).Name} was expected, but a {other.GetValueKind()} is stored."),
    };

    protected override CastResult CastValue(object input) => input is T ? CastResult.Ok(input) : !JsonNodeType.IsTooDeep(input) && JsonNodeType.TryMake(input) is T made ? CastResult.Ok(made) : CastResult.Invalid();

    protected override object? DumpValue(object value, Dialect dialect) => JsonText.Write(this, value);

    protected override object? LoadValue(object stored, Dialect dialect) => JsonText.Read(this, stored);

    protected override bool EqualValues(object left, object right) => JsonNode.DeepEquals((JsonNode)left, (JsonNode)right);
}

/// <summary>JSON from params.</summary>
internal static class JsonNodeType
{
    private const int MaxDepth = 64; // what is deeper could be stored, but readers of JSON refuse it

    public static bool IsTooDeep(object? input, int depth = 0) => depth > MaxDepth || input switch
    {
        string or JsonNode => false,
        IEnumerable<KeyValuePair<string, object?>> tree => tree.Any(item => IsTooDeep(item.Value, depth + 1)),
        IEnumerable<object?> list => list.Any(item => IsTooDeep(item, depth + 1)),
        _ => false,
    };

    public static JsonNode? TryMake(object? input) => input switch
    {
        JsonNode node => node,
        string text => JsonValue.Create(text),
        bool value => JsonValue.Create(value),
        int value => JsonValue.Create(value),
        long value => JsonValue.Create(value),
        double value => JsonValue.Create(value),
        decimal value => JsonValue.Create(value),
        IEnumerable<KeyValuePair<string, object?>> tree => new JsonObject(tree.Select(static p => KeyValuePair.Create(p.Key, TryMake(p.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(TryMake)]),
        _ => null,
    };
}

/// <summary>What is read without reflection.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonContext : System.Text.Json.Serialization.JsonSerializerContext;
