using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>An association of a schema: how its rows find the rows of another.</summary>
public sealed class Association
{
    private readonly Type _relatedType;
    private SchemaInfo? _owner;

    /// <summary>An association; for generated code.</summary>
    public Association(string name, AssociationKind kind, Type related)
    {
        Name = name;
        Kind = kind;
        _relatedType = related;
    }

    /// <summary>The schema that has the property.</summary>
    public SchemaInfo Owner => _owner ?? throw new InvalidOperationException($"The association '{Name}' belongs to no schema yet.");

    /// <summary>The position in <see cref="SchemaInfo.Associations"/>.</summary>
    public int Index { get; private set; }

    /// <summary>The property, <c>Posts</c>.</summary>
    public string Name { get; }

    /// <summary>The key in params and forms: the property's name in snake_case.</summary>
    public string Param => field ??= Naming.Snake(Name);

    /// <summary>What kind it is.</summary>
    public AssociationKind Kind { get; }

    /// <summary>Whether the property is a list.</summary>
    public bool IsMany { get; init; }

    /// <summary>The record on the other side.</summary>
    public Type RelatedType => _relatedType;

    /// <summary>The schema on the other side.</summary>
    public SchemaInfo Related => field ??= SchemaInfo.Of(_relatedType);

    /// <summary>The field of the owner that links: its key, or for belongs to the foreign key. Not for <see cref="AssociationKind.Through"/>.</summary>
    public Field OwnerKey => field ??= Kind is AssociationKind.BelongsTo
        ? Owner.KeyFor(this, ForeignKeyName ?? Name + "Id")
        : References(Owner);

    /// <summary>The field of the related record that links: the foreign key, or for belongs to and many to many its key. Not for <see cref="AssociationKind.Through"/>.</summary>
    public Field RelatedKey => field ??= Kind is AssociationKind.BelongsTo or AssociationKind.ManyToMany
        ? References(Related)
        : Related.KeyFor(this, ForeignKeyName ?? Owner.Name + "Id");

    /// <summary>The name of the property that holds the foreign key, where it was given.</summary>
    public string? ForeignKeyName { get; init; }

    /// <summary>The name of the property that the foreign key points to, where it was given.</summary>
    public string? ReferencesName { get; init; }

    /// <summary>What happens to a loaded child that a changeset no longer has.</summary>
    public OnReplace OnReplace { get; init; }

    /// <summary>What deleting the owner does to the children.</summary>
    public OnDelete OnDelete { get; init; }

    /// <summary>Narrows the association when it is queried: <c>Expression&lt;Func&lt;TRelated, bool&gt;&gt;</c>.</summary>
    public Func<LambdaExpression>? Where { get; init; }

    /// <summary>Gives a new child its defaults.</summary>
    public Func<object, object>? Defaults { get; init; }

    /// <summary>The order that a preload gives: properties, each with <c> desc</c> behind it for the reverse order.</summary>
    public IReadOnlyList<string> PreloadOrder { get; init; } = [];

    /// <summary>The join table of many to many.</summary>
    public string? JoinTable => JoinTableName ?? JoinSchema?.Source;

    /// <summary>The schema of the join table, or <c>null</c> when it has none.</summary>
    public SchemaInfo? JoinSchema => JoinType is null ? null : field ??= SchemaInfo.Of(JoinType);

    /// <summary>The record of the join table, or <c>null</c>.</summary>
    public Type? JoinType { get; init; }

    /// <summary>The name of the join table, where it has no schema; for generated code.</summary>
    public string? JoinTableName { get; init; }

    /// <summary>The column of the join table that points to the owner.</summary>
    public string JoinOwnerColumn
    {
        get => field ??= Naming.Snake(Owner.Name) + "_id";
        init;
    }

    /// <summary>The column of the join table that points to the related row.</summary>
    public string JoinRelatedColumn
    {
        get => field ??= Naming.Snake(Related.Name) + "_id";
        init;
    }

    /// <summary>Whether a preloaded list has each related row once.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The associations on the way, for <see cref="AssociationKind.Through"/>.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{_owner?.Name}.{Name}";

    internal void Attach(SchemaInfo schema, int index) => (_owner, Index) = (schema, index);

    private Field References(SchemaInfo schema)
    {
        if (ReferencesName is not null)
            return schema.KeyFor(this, ReferencesName);
        return schema.PrimaryKey is [var key]
            ? key
            : throw new SchemaException($"{Owner.Name}.{Name} points to {schema.Name}, which has {schema.PrimaryKey.Count} primary key fields, not one. Say which field with References = nameof({schema.Name}.…).");
    }
}

/// <summary>What kind an association is.</summary>
public enum AssociationKind
{
    /// <summary>This row holds the key of the other.</summary>
    BelongsTo,

    /// <summary>One other row holds the key of this one.</summary>
    HasOne,

    /// <summary>Other rows hold the key of this one.</summary>
    HasMany,

    /// <summary>Rows of a join table hold the keys of both.</summary>
    ManyToMany,

    /// <summary>By way of other associations; read only.</summary>
    Through,
}
