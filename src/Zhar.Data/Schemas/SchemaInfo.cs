using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data;

/// <summary>What is known of a record with <see cref="SchemaAttribute"/>: its table, fields and associations. Generated; one instance a type. Source: Ecto.Schema's __schema__.</summary>
public abstract class SchemaInfo
{
    private readonly FrozenDictionary<string, Field> _byName;
    private readonly FrozenDictionary<string, Association> _associations;
    private readonly FrozenDictionary<string, Member> _members;

    // By the text of a selector in the caller's source, so there are as many as there are calls.
    private readonly ConcurrentDictionary<string, Member[]> _selections = new(StringComparer.Ordinal);

    private protected SchemaInfo(Type type, SchemaDeclaration declaration)
    {
        Type = type;
        Name = declaration.Name ?? type.Name;
        Source = declaration.Source ?? "";
        Prefix = declaration.Prefix;
        Fields = FieldArray = declaration.Fields;
        Associations = declaration.Associations;
        for (var i = 0; i < declaration.Fields.Length; i++)
            declaration.Fields[i].Attach(this, i);
        for (var i = 0; i < declaration.Associations.Length; i++)
            declaration.Associations[i].Attach(this, i);
        PrimaryKey = [.. Fields.Where(static f => f.IsPrimaryKey)];
        _byName = Fields.ToFrozenDictionary(static f => f.Name, StringComparer.Ordinal);
        _associations = Associations.ToFrozenDictionary(static a => a.Name, StringComparer.Ordinal);
        _members = Fields.Select(static f => new Member(f)).Concat(Associations.Select(static a => new Member(a))).ToFrozenDictionary(static m => m.Name, StringComparer.Ordinal);
        LockVersion = Fields.FirstOrDefault(static f => f.IsLockVersion);
        InsertedAt = declaration.InsertedAt is { } inserted ? Get(inserted) : null;
        UpdatedAt = declaration.UpdatedAt is { } updated ? Get(updated) : null;
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>The record's name without its namespace, <c>User</c>.</summary>
    public string Name { get; }

    /// <summary>The table; empty for an embedded schema.</summary>
    public string Source { get; }

    /// <summary>Whether the record is stored in no table of its own.</summary>
    public bool IsEmbedded => Source.Length == 0;

    /// <summary>The database schema of the table, or <c>null</c> for the connection's own.</summary>
    public string? Prefix { get; }

    /// <summary>All fields in the order of declaration, virtual ones and embeds too.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The same as <see cref="Fields"/>, without an enumerator for each loop.</summary>
    internal Field[] FieldArray { get; }

    /// <summary>The primary key: none, one, or several fields.</summary>
    public IReadOnlyList<Field> PrimaryKey { get; }

    /// <summary>The associations in the order of declaration.</summary>
    public IReadOnlyList<Association> Associations { get; }

    /// <summary>The version of the row, or <c>null</c>.</summary>
    public Field? LockVersion { get; }

    /// <summary>The field for the time of insertion, or <c>null</c>.</summary>
    public Field? InsertedAt { get; }

    /// <summary>The field for the time of the last change, or <c>null</c>.</summary>
    public Field? UpdatedAt { get; }

    /// <summary>The schema of <typeparamref name="T"/>.</summary>
    /// <exception cref="SchemaException">It has none.</exception>
    public static SchemaInfo<T> Of<T>() => SchemaRegistry.Find<T>() ?? throw NoSchema(typeof(T));

    /// <summary>The schema of <paramref name="type"/>.</summary>
    /// <exception cref="SchemaException">It has none.</exception>
    public static SchemaInfo Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return SchemaRegistry.Find(type) ?? throw NoSchema(type);
    }

    /// <summary>The schema of <paramref name="type"/>; false when it has none.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out SchemaInfo? schema)
    {
        ArgumentNullException.ThrowIfNull(type);
        schema = SchemaRegistry.Find(type);
        return schema is not null;
    }

    /// <summary>The field of a property, or <c>null</c>.</summary>
    public Field? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The field of a property.</summary>
    /// <exception cref="SchemaException">There is none; the message lists those there are.</exception>
    public Field Get(string name) => Find(name) ?? throw new SchemaException(
        $"{Name} has no field '{name}'. Its fields are {string.Join(", ", Fields.Select(static f => f.Name))}.");

    /// <summary>The association of a property, or <c>null</c>.</summary>
    public Association? FindAssociation(string name) => _associations.GetValueOrDefault(name);

    /// <summary>The association of a property.</summary>
    /// <exception cref="SchemaException">There is none; the message lists those there are.</exception>
    public Association GetAssociation(string name) => FindAssociation(name) ?? throw new SchemaException(Associations.Count == 0
        ? $"{Name} has no association '{name}', and none at all."
        : $"{Name} has no association '{name}'. Its associations are {string.Join(", ", Associations.Select(static a => a.Name))}.");

    /// <summary>A new record with its defaults.</summary>
    public abstract object NewRecord();

    /// <summary>The value of a field.</summary>
    public abstract object? GetValue(object record, int field);

    /// <summary>A copy with other values. The record itself is not changed.</summary>
    public abstract object WithValues(object record, ReadOnlySpan<FieldValue> values);

    /// <summary>What an association holds.</summary>
    public abstract AssociationValue GetAssociationValue(object record, int association);

    /// <summary>A copy with another value for an association.</summary>
    public abstract object WithAssociationValue(object record, int association, AssociationValue value);

    /// <summary>Where the record comes from.</summary>
    public abstract Meta GetMetaOf(object record);

    /// <summary>A copy with other meta.</summary>
    public abstract object WithMetaOf(object record, Meta meta);

    /// <summary>Whether a value of the field stands for none: <c>null</c>, or the zero of a type that cannot be null.</summary>
    public static bool IsUnset(Field field, object? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return value is null || (!field.IsNullable && field.Type.IsZero(value));
    }

    /// <inheritdoc/>
    public override string ToString() => IsEmbedded ? $"{Name} (embedded)" : $"{Name} (\"{Source}\")";

    /// <summary>The fields and associations that a selector names, <c>u => new { u.Name, u.Email }</c>.</summary>
    /// <exception cref="ArgumentException">It is something else, or names what the record does not have.</exception>
    internal Member[] Select(string selector) => _selections.TryGetValue(selector, out var known)
        ? known
        : _selections.GetOrAdd(selector, SelectorText.Names(selector).Select(Member).ToArray());

    /// <summary>The only field or association that a selector names.</summary>
    internal Member SelectOne(string selector) => Select(selector) is [var one]
        ? one
        : throw new ArgumentException($"One field is expected here, but '{selector}' names several. Write: u => u.{Fields[0].Name}", nameof(selector));

    /// <summary>A field or an association, by the property.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    internal Member Member(string name) => _members.GetValueOrDefault(name) ?? throw new ArgumentException(
        $"{Name} has no field '{name}'. Its fields are {string.Join(", ", _members.Keys.Order(StringComparer.Ordinal))}.", nameof(name));

    internal Member? FindMember(string name) => _members.GetValueOrDefault(name);

    /// <summary>A field or an association, by the key in params or by the property.</summary>
    internal Member? FindByParam(string name) => _members.GetValueOrDefault(name) ?? _members.Values.FirstOrDefault(m => m.Param == name);

    internal abstract Changeset ChangesetOf(object record);

    /// <summary>As <see cref="WithMetaOf(object, Meta)"/>, in place for a record that nobody else has seen yet.</summary>
    internal abstract object WithMetaOf(object record, Meta meta, bool isFresh);

    /// <summary>As <see cref="WithAssociationValue(object, int, AssociationValue)"/>, in place for a record that nobody else has seen yet.</summary>
    internal abstract object WithAssociationValue(object record, int association, AssociationValue value, bool isFresh);

    internal Field KeyFor(Association association, string name) => Find(name) ?? throw new SchemaException($"""
        {association.Owner.Name}.{association.Name} needs the key '{name}' in {Name}, which has no such field. Declare it there, or name another:

            ForeignKey = "…"
        """);

    private static SchemaException NoSchema(Type type) => new($$"""
        {{type.Name}} has no schema. Declare it as a partial record with its table:

            [Schema("{{Naming.Snake(type.Name)}}s")]
            public partial record {{type.Name}}
            {
                [PrimaryKey] public int Id { get; init; }
            }
        """);
}

/// <summary>What a generated schema declares; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SchemaDeclaration
{
    /// <summary>The name, where it is not the type's.</summary>
    public string? Name { get; init; }

    /// <summary>The table; <c>null</c>: an embedded schema.</summary>
    public string? Source { get; init; }

    /// <summary>The database schema, or <c>null</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>The fields in the order of declaration.</summary>
    public required Field[] Fields { get; init; }

    /// <summary>The associations in the order of declaration.</summary>
    public Association[] Associations { get; init; } = [];

    /// <summary>The property for the time of insertion, or <c>null</c>.</summary>
    public string? InsertedAt { get; init; }

    /// <summary>The property for the time of the last change, or <c>null</c>.</summary>
    public string? UpdatedAt { get; init; }
}
