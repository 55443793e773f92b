namespace Zhar.Data;

/// <summary>What associations have in common.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class AssociationAttribute : Attribute
{
    private protected AssociationAttribute(OnReplace onReplace) => OnReplace = onReplace;

    /// <summary>What happens to a loaded child that a changeset no longer has.</summary>
    public OnReplace OnReplace { get; }

    /// <summary>The property that holds the foreign key, <c>nameof(Post.AuthorId)</c>. Default: the owner's name and <c>Id</c>, on the related side (belongs to: the association's name and <c>Id</c>, on this side).</summary>
    public string? ForeignKey { get; set; }

    /// <summary>The property that the foreign key points to. Default: the primary key.</summary>
    public string? References { get; set; }

    /// <summary>What deleting the owner does to the children, in the repo. Default: nothing, so that the database decides.</summary>
    public OnDelete OnDelete { get; set; }

    /// <summary>A static member of the record of type <c>Expression&lt;Func&lt;TRelated, bool&gt;&gt;</c> that narrows the association when it is queried.</summary>
    public string? Where { get; set; }

    /// <summary>A static method of the record, <c>TRelated Method(TRelated child)</c>, that gives a new child its defaults.</summary>
    public string? Defaults { get; set; }

    /// <summary>The order that a preload gives: properties of the related record, each with <c> desc</c> behind it for the reverse order.</summary>
    public string[]? PreloadOrder { get; set; }
}

/// <summary>Many rows that point to this one. The property is a <see cref="Many{T}"/>. Source: Ecto.Schema.has_many/3.</summary>
public sealed class HasManyAttribute(OnReplace onReplace = OnReplace.Raise) : AssociationAttribute(onReplace);

/// <summary>One row that points to this one. The property is an <see cref="Assoc{T}"/>. Source: Ecto.Schema.has_one/3.</summary>
public sealed class HasOneAttribute(OnReplace onReplace = OnReplace.Raise) : AssociationAttribute(onReplace);

/// <summary>The row that this one points to. The property is an <see cref="Assoc{T}"/>, and the key is a field of this record. Source: Ecto.Schema.belongs_to/3.</summary>
public sealed class BelongsToAttribute(OnReplace onReplace = OnReplace.Raise) : AssociationAttribute(onReplace);

/// <summary>Many rows, each by way of a row in a join table. The property is a <see cref="Many{T}"/>. Source: Ecto.Schema.many_to_many/3.</summary>
public sealed class ManyToManyAttribute : AssociationAttribute
{
    /// <summary>By a table that has no schema.</summary>
    public ManyToManyAttribute(string joinTable, OnReplace onReplace = OnReplace.Raise)
        : base(onReplace) => JoinTable = joinTable;

    /// <summary>By the table of a schema, whose timestamps and defaults then apply.</summary>
    public ManyToManyAttribute(Type joinSchema, OnReplace onReplace = OnReplace.Raise)
        : base(onReplace) => JoinSchema = joinSchema;

    /// <summary>The join table.</summary>
    public string? JoinTable { get; }

    /// <summary>The schema of the join table.</summary>
    public Type? JoinSchema { get; }

    /// <summary>The column of the join table that points to the owner. Default: the owner's name in snake_case and <c>_id</c>.</summary>
    public string? OwnerColumn { get; set; }

    /// <summary>The column of the join table that points to the related row. Default: the related record's name in snake_case and <c>_id</c>.</summary>
    public string? RelatedColumn { get; set; }

    /// <summary>Whether a preloaded list has each related row once.</summary>
    public bool Unique { get; set; }
}

/// <summary>Rows that are reached by way of other associations: read only. The property is a <see cref="Many{T}"/> or an <see cref="Assoc{T}"/>. Source: has_many/3 with through.</summary>
/// <param name="path">Associations, first one of this record: <c>nameof(Posts), nameof(Post.Comments)</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ThroughAttribute(params string[] path) : Attribute
{
    /// <summary>The associations on the way.</summary>
    public IReadOnlyList<string> Path => path;
}

/// <summary>One record inside the row, stored as JSON. Source: Ecto.Schema.embeds_one/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmbedsOneAttribute(OnReplace onReplace = OnReplace.Raise) : Attribute
{
    /// <summary>What happens to the record when a changeset puts another in its place.</summary>
    public OnReplace OnReplace => onReplace;
}

/// <summary>A list of records inside the row, stored as JSON. Source: Ecto.Schema.embeds_many/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmbedsManyAttribute(OnReplace onReplace = OnReplace.Raise) : Attribute
{
    /// <summary>What happens to a record that a changeset no longer has.</summary>
    public OnReplace OnReplace => onReplace;
}
