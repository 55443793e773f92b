using System.Globalization;

namespace Zhar.Data.Migrations;

/// <summary>One column: what holds for it beside its type.</summary>
public sealed class ColumnBuilder
{
    private readonly string _table;

    internal ColumnBuilder(string table, ColumnDefinition definition)
    {
        _table = table;
        Definition = definition;
    }

    internal ColumnDefinition Definition { get; private set; }

    /// <summary>Part of the primary key; several columns make a composite one, in their order.</summary>
    public ColumnBuilder PrimaryKey() => With(Definition with { IsPrimaryKey = true, IsNullable = false });

    /// <summary>Never null.</summary>
    public ColumnBuilder NotNull() => With(Definition with { IsNullable = false });

    /// <summary>May be null. The default; needed where a column is modified.</summary>
    public ColumnBuilder Null() => With(Definition with { IsNullable = true });

    /// <summary>The value of rows that name none: a string, a number, a boolean or <c>null</c>.</summary>
    public ColumnBuilder Default(object? value) => With(Definition with { Default = DefaultValue.Of(value, _table, Definition.Name) });

    /// <summary>The value of rows that name none, as SQL: <c>now()</c>.</summary>
    public ColumnBuilder DefaultSql(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return With(Definition with { Default = new DefaultValue(sql) });
    }

    /// <summary>A column that the database computes and stores.</summary>
    /// <param name="sql">The expression: <c>price * quantity</c>.</param>
    public ColumnBuilder Generated(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return With(Definition with { GeneratedSql = sql });
    }

    /// <summary>How its text is compared, by the database's name of the collation.</summary>
    public ColumnBuilder Collation(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return With(Definition with { Collation = Names.Check(name, "collation") });
    }

    /// <summary>A note in the database. SQLite keeps none.</summary>
    public ColumnBuilder Comment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return With(Definition with { Comment = text });
    }

    /// <summary>A word about it for errors.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_table}.{Definition.Name}");

    private ColumnBuilder With(ColumnDefinition definition)
    {
        Definition = definition;
        return this;
    }
}
