using System.ComponentModel;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>The type of a field that holds embedded records, stored as JSON. Source: Ecto.Embedded.</summary>
public abstract class EmbedType : FieldType
{
    private readonly Type _related;

    private protected EmbedType(Type related, bool isMany, OnReplace onReplace) => (_related, IsMany, OnReplace) = (related, isMany, onReplace);

    /// <summary>Whether it holds a list.</summary>
    public bool IsMany { get; }

    /// <summary>What happens to a record that a changeset no longer has.</summary>
    public OnReplace OnReplace { get; }

    /// <summary>The schema of the embedded record.</summary>
    public SchemaInfo Related => field ??= SchemaInfo.Of(_related);

    /// <inheritdoc/>
    public override string Name => IsMany ? "embeds_many" : "embeds_one";

    /// <inheritdoc/>
    public override StorageKind Storage => StorageKind.Json;

    /// <summary>A value of the property from records.</summary>
    internal virtual object FromRecords(IEnumerable<object> records) => throw new InvalidOperationException($"{Name} holds one record, not a list. Please report this.");

    internal static void WriteRecord(Utf8JsonWriter json, SchemaInfo schema, object record)
    {
        json.WriteStartObject();
        foreach (var field in schema.Fields)
        {
            if (field.IsVirtual)
                continue;
            json.WritePropertyName(field.Column);
            if (schema.GetValue(record, field.Index) is { } value)
                field.Type.WriteJson(json, value);
            else
                json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    internal static object ReadRecord(JsonElement json, SchemaInfo schema)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new SchemaException($"An embedded {schema.Name} is stored as a JSON object, but a {json.ValueKind} was found.");
        var values = new List<FieldValue>(schema.Fields.Count);
        foreach (var field in schema.Fields)
        {
            // A key that is not there was stored before the field was declared: its default stays.
            if (field.IsVirtual || !json.TryGetProperty(field.Column, out var stored))
                continue;
            if (stored.ValueKind != JsonValueKind.Null)
                values.Add(new(field.Index, field.Type.ReadJson(stored)));
            else if (field.IsNullable)
                values.Add(new(field.Index, null));
        }

        var record = schema.WithValues(schema.NewRecord(), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        return schema.WithMetaOf(record, Meta.Loaded);
    }
}

/// <summary>One embedded record.</summary>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EmbedOneType<T>(OnReplace onReplace) : EmbedType(typeof(T), isMany: false, onReplace)
    where T : class, ISchema<T>
{
    /// <inheritdoc/>
    public override Type ClrType => typeof(T);

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value) => WriteRecord(json, Related, value);

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : ReadRecord(json, Related);

    /// <inheritdoc/>
    protected override CastResult CastValue(object input) => input is T ? CastResult.Ok(input) : CastResult.Invalid();

    /// <inheritdoc/>
    protected override object? DumpValue(object value, Dialect dialect) => JsonText.Write(this, value);

    /// <inheritdoc/>
    protected override object? LoadValue(object stored, Dialect dialect) => JsonText.Read(this, stored);
}

/// <summary>A list of embedded records.</summary>
/// <typeparam name="TList">The type of the property.</typeparam>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EmbedManyType<TList, T>(OnReplace onReplace, Func<List<T>, TList> make) : EmbedType(typeof(T), isMany: true, onReplace)
    where TList : IEnumerable<T>
    where T : class, ISchema<T>
{
    /// <inheritdoc/>
    public override Type ClrType => typeof(TList);

    internal override object FromRecords(IEnumerable<object> records) => make([.. records.Cast<T>()]);

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value)
    {
        json.WriteStartArray();
        foreach (var record in (IEnumerable<T>)value)
            WriteRecord(json, Related, record);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => make([]),
        JsonValueKind.Array => make([.. json.EnumerateArray().Select(item => (T)ReadRecord(item, Related))]),
        var other => throw new SchemaException($"A list of embedded {Related.Name} is stored as a JSON array, but a {other} was found."),
    };

    /// <inheritdoc/>
    protected override CastResult CastValue(object input) => input is TList ? CastResult.Ok(input) : CastResult.Invalid();

    /// <inheritdoc/>
    protected override object? DumpValue(object value, Dialect dialect) => JsonText.Write(this, value);

    /// <inheritdoc/>
    protected override object? LoadValue(object stored, Dialect dialect) => JsonText.Read(this, stored);

    /// <inheritdoc/>
    protected override bool EqualValues(object left, object right) => ((IEnumerable<T>)left).SequenceEqual((IEnumerable<T>)right);
}
