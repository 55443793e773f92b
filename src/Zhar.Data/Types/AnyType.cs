using System.Text.Json;

namespace Zhar.Data;

/// <summary>For virtual fields: any value of a .NET type.</summary>
internal sealed class AnyType<T> : FieldType<T>
    where T : notnull
{
    public override string Name => "any";

    public override StorageKind Storage => StorageKind.None;

    public override void WriteJson(Utf8JsonWriter json, object value) => throw NotStored();

    public override object? ReadJson(JsonElement json) => throw NotStored();

    protected override CastResult CastValue(object input) => input is T ? CastResult.Ok(input) : CastResult.Invalid();

    private static SchemaException NotStored() => new($"A {typeof(T).Name} is only for virtual fields and cannot be stored. Give the property a [FieldType].");
}
