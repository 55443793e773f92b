using System.Globalization;

namespace Zhar.Data.Migrations;

/// <summary>A table, with the schema that it is in where it is not the default one.</summary>
internal sealed record TableName(string Name, string? Prefix)
{
    public override string ToString() => Prefix is null ? Name : $"{Prefix}.{Name}";
}

/// <summary>A column as it is to be.</summary>
internal sealed record ColumnDefinition(string Name, ColumnType Type)
{
    public bool IsNullable { get; init; } = true;

    public bool IsPrimaryKey { get; init; }

    public DefaultValue? Default { get; init; }

    public string? GeneratedSql { get; init; }

    public string? Collation { get; init; }

    public string? Comment { get; init; }

    public Reference? Reference { get; init; }

    /// <summary>Refers to a table of that schema, where the reference names none.</summary>
    public ColumnDefinition In(string? prefix) => Reference is { Table.Prefix: null } reference && prefix is not null
        ? this with { Reference = reference with { Table = reference.Table with { Prefix = prefix } } }
        : this;
}

/// <summary>What a column refers to.</summary>
internal sealed record Reference(TableName Table, string Column, string Constraint, ReferenceAction OnDelete, ReferenceAction OnUpdate);

/// <summary>A default as the SQL that stands behind DEFAULT; a boolean stays one, since databases write it in different ways.</summary>
internal sealed record DefaultValue(string Sql, bool? Boolean = null, bool IsText = false)
{
    public static DefaultValue Of(object? value, string table, string column) => value switch
    {
        null => new DefaultValue("NULL"),
        bool flag => new DefaultValue("", flag),
        string text => new DefaultValue(text, IsText: true),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or float or double =>
            new DefaultValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        Guid guid => new DefaultValue(guid.ToString("D"), IsText: true),
        _ => throw new MigrationException(
            $"The default of '{table}.{column}' is a {value.GetType().Name}. Expected a string, a number, a boolean, a Guid or null; for anything else use DefaultSql with the database's words."),
    };
}

/// <summary>A change of one column.</summary>
internal abstract record ColumnChange
{
    /// <summary>See <see cref="ColumnDefinition.In"/>.</summary>
    public abstract ColumnChange In(string? prefix);
}

internal sealed record AddColumn(ColumnDefinition Column) : ColumnChange
{
    public override ColumnChange In(string? prefix) => new AddColumn(Column.In(prefix));
}

internal sealed record ModifyColumn(ColumnDefinition Column, ColumnDefinition? Before) : ColumnChange
{
    public override ColumnChange In(string? prefix) => new ModifyColumn(Column.In(prefix), Before?.In(prefix));
}

/// <param name="Column">What is taken away.</param>
/// <param name="IsKnown">Whether it was described, so that it can come back.</param>
internal sealed record RemoveColumn(ColumnDefinition Column, bool IsKnown) : ColumnChange
{
    public override ColumnChange In(string? prefix) => this with { Column = Column.In(prefix) };
}

/// <summary>An index.</summary>
internal sealed record IndexDefinition(TableName Table, string Name, IReadOnlyList<IndexPart> Parts)
{
    public bool IsUnique { get; init; }

    public bool IsConcurrent { get; init; }

    public string? Where { get; init; }

    public string? Using { get; init; }

    public IReadOnlyList<string> Include { get; init; } = [];

    public bool NullsDistinct { get; init; } = true;
}
