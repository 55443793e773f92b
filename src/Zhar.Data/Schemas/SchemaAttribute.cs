namespace Zhar.Data;

/// <summary>Makes a <c>partial record</c> or <c>partial class</c> a row of a table: its properties become fields. Source: Ecto.Schema.schema/2.</summary>
/// <param name="source">The table, <c>users</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SchemaAttribute(string source) : Attribute
{
    /// <summary>The table.</summary>
    public string Source => source;

    /// <summary>The database schema (MySQL: the database) that the table is in, unless a call says otherwise. Default: the connection's own. Source: @schema_prefix.</summary>
    public string? Prefix { get; set; }

    /// <summary>Whether the table has no primary key. Such rows can be inserted and queried, not updated or deleted one by one. Source: @primary_key false.</summary>
    public bool NoPrimaryKey { get; set; }

    /// <summary>Redacts every field but the primary key. Source: @derive redact all_except_primary_keys.</summary>
    public bool RedactAll { get; set; }
}

/// <summary>Makes a <c>partial record</c> or <c>partial class</c> a value inside other rows, or the data behind a form that is stored nowhere. Source: Ecto.Schema.embedded_schema/1.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EmbeddedSchemaAttribute : Attribute
{
    /// <summary>Redacts every field but the primary key.</summary>
    public bool RedactAll { get; set; }
}

/// <summary>Adds <c>InsertedAt</c> and <c>UpdatedAt</c>, which the repo sets. Declare the properties yourself for another type, such as <c>DateTimeOffset</c>. Source: Ecto.Schema.timestamps/1.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TimestampsAttribute : Attribute
{
    /// <summary>The property for the time of insertion; <c>null</c>: none.</summary>
    public string? InsertedAt { get; set; } = "InsertedAt";

    /// <summary>The property for the time of the last change; <c>null</c>: none.</summary>
    public string? UpdatedAt { get; set; } = "UpdatedAt";
}
