namespace Zhar.Data.Migrations;

/// <summary>The columns of a table that is created.</summary>
public sealed class TableBuilder : ColumnBuilderSet
{
    private readonly List<ColumnBuilder> _columns = [];

    internal TableBuilder(string table)
        : base(table)
    {
    }

    internal IReadOnlyList<ColumnDefinition> Columns => [.. _columns.Select(static c => c.Definition)];

    /// <summary>The primary key that the database numbers, 64 bits. A table that names no key gets one called <c>id</c> by itself.</summary>
    public ColumnBuilder Id(string name = "id") => Column(name, ColumnType.Identity).PrimaryKey();

    /// <summary>The columns <c>inserted_at</c> and <c>updated_at</c>, in UTC and not null.</summary>
    public void Timestamps(string insertedAt = "inserted_at", string updatedAt = "updated_at")
    {
        DateTimeUtc(insertedAt).NotNull();
        DateTimeUtc(updatedAt).NotNull();
    }

    private protected override ColumnBuilder Add(ColumnDefinition definition)
    {
        if (_columns.Any(c => c.Definition.Name == definition.Name))
            throw new MigrationException($"The table '{Table}' has two columns called '{definition.Name}'. Take one away or give it another name.");
        var builder = new ColumnBuilder(Table, definition);
        _columns.Add(builder);
        return builder;
    }
}
