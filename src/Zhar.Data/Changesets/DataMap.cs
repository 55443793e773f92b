using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Named values with their types, for a changeset without a record: a search form, a file of settings. Immutable. Source: schemaless changesets of Ecto.</summary>
/// <example>
/// <code>
/// var filter = DataMap.Of(("text", FieldType.String), ("page", FieldType.Int32));
/// var changeset = filter.Cast(attrs, f => new[] { f["text"], f["page"] }).ValidateRequired(f => f["text"]);
/// </code>
/// </example>
public sealed class DataMap : IReadOnlyDictionary<string, object?>, IEquatable<DataMap>
{
    private readonly DataMapSchema _schema;
    private readonly object?[] _values;

    internal DataMap(DataMapSchema schema, object?[] values) => (_schema, _values) = (schema, values);

    /// <summary>The schema made of the types.</summary>
    public SchemaInfo<DataMap> Schema => _schema;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _schema.Fields.Select(static f => f.Name);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values;

    /// <inheritdoc/>
    public object? this[string key] => _values[_schema.Get(key).Index];

    internal object? this[int field] => _values[field];

    /// <summary>Types without values. Keep it, so that the schema is made once.</summary>
    public static DataMap Of(params ReadOnlySpan<(string Name, FieldType Type)> types)
    {
        var fields = new Field[types.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var type = types[i].Type.ClrType;
            fields[i] = new Field(types[i].Name, types[i].Type, type) { IsNullable = true };
        }

        return new DataMapSchema(fields).New();
    }

    /// <summary>The same with a value, which is not cast.</summary>
    public DataMap With(string name, object? value) => _schema.With(this, [new(_schema.Get(name).Index, value)]);

    /// <summary>A changeset without changes.</summary>
    public Changeset<DataMap> Change() => new(_schema, this);

    /// <summary>A changeset from params: see <see cref="Changeset{T}.Cast(Params, Func{T, object}, CastOptions, string)"/>.</summary>
    /// <param name="input">The params.</param>
    /// <param name="permitted">The names, <c>d => new[] { d["text"], d["page"] }</c>.</param>
    /// <param name="options">Empty values, messages, and whether equal values count.</param>
    /// <param name="selector">The text of <paramref name="permitted"/>; the compiler gives it.</param>
    public Changeset<DataMap> Cast(Params input, Func<DataMap, object?> permitted, CastOptions? options = null, [CallerArgumentExpression(nameof(permitted))] string selector = "") =>
        Change().Cast(input, permitted, options, selector);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _schema.Find(key) is not null;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        var field = _schema.Find(key);
        value = field is null ? null : _values[field.Index];
        return field is not null;
    }

    /// <inheritdoc/>
    public bool Equals(DataMap? other) => other is not null && ReferenceEquals(_schema, other._schema) && _schema.Fields.All(f => f.Type.Equal(_values[f.Index], other._values[f.Index]));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataMap);

    /// <inheritdoc/>
    public override int GetHashCode() => _schema.GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _schema.Fields.Select(f => KeyValuePair.Create(f.Name, _values[f.Index])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal DataMap Copy() => new(_schema, [.. _values]);

    internal void Put(int field, object? value) => _values[field] = value;
}

/// <summary>The schema of a <see cref="DataMap"/>.</summary>
internal sealed class DataMapSchema(Field[] fields) : SchemaInfo<DataMap>(new SchemaDeclaration { Name = "Data", Fields = fields })
{
    public override DataMap New() => new(this, new object?[Fields.Count]);

    public override object? Get(DataMap record, int field) => record[field];

    public override AssociationValue GetAssociation(DataMap record, int association) => throw NoAssociations();

    public override Meta GetMeta(DataMap record) => Meta.Built;

    public override DataMap Read(System.Data.Common.DbDataReader reader, ReadOnlySpan<int> ordinals, Dialect dialect) => throw new SchemaException("A DataMap has no table, so no row can be read into it.");

    protected override void Set(DataMap record, int field, object? value) => record.Put(field, value);

    protected override void SetAssociation(DataMap record, int association, AssociationValue value) => throw NoAssociations();

    protected override void SetMeta(DataMap record, Meta meta)
    {
        // It is stored nowhere, so it is always built.
    }

    protected override DataMap Clone(DataMap record) => record.Copy();

    private static SchemaException NoAssociations() => new("A DataMap has no associations.");
}
