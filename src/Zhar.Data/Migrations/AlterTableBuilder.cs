namespace Zhar.Data.Migrations;

/// <summary>The changes of a table's columns: <c>t.Add.Text("bio")</c>, <c>t.Modify.Integer("age")</c>, <c>t.Remove("note", ColumnType.Text)</c>.</summary>
public sealed class AlterTableBuilder
{
    private readonly string _table;
    private readonly List<Func<ColumnChange>> _changes = [];

    internal AlterTableBuilder(string table) => _table = table;

    /// <summary>Adds a column.</summary>
    public ColumnBuilderSet Add => new Adding(this);

    /// <summary>Gives a column another type, default or nullness. All of these are set anew. Its reverse is unknown in <see cref="Migration.Change"/>: see <see cref="ModifyFrom"/>.</summary>
    public ColumnBuilderSet Modify => new Modifying(this, null);

    internal IReadOnlyList<ColumnChange> Changes => [.. _changes.Select(static c => c())];

    /// <summary>As <see cref="Modify"/>, with what the column was before, so that it can be reversed: <c>t.ModifyFrom(c => c.Integer("age")).BigInteger("age")</c>.</summary>
    public ColumnBuilderSet ModifyFrom(Func<ColumnBuilderSet, ColumnBuilder> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new Modifying(this, before(new Loose(_table)));
    }

    /// <summary>Takes a column away, with its data.</summary>
    /// <param name="name">The column.</param>
    /// <param name="type">Its type, so that it can come back, empty, on the way down.</param>
    public void Remove(string name, ColumnType? type = null)
    {
        var column = new ColumnDefinition(Names.Check(name, "column"), type ?? ColumnType.Text);
        _changes.Add(() => new RemoveColumn(column, IsKnown: type is not null));
    }

    /// <summary>Takes a column away, with its data; it comes back as it is described here.</summary>
    public void Remove(Func<ColumnBuilderSet, ColumnBuilder> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var builder = column(new Loose(_table));
        _changes.Add(() => new RemoveColumn(builder.Definition, IsKnown: true));
    }

    /// <summary>Adds the columns <c>inserted_at</c> and <c>updated_at</c>, in UTC. Rows that exist get <paramref name="of"/>, as SQL.</summary>
    public void Timestamps(string of = "'1970-01-01 00:00:00'")
    {
        Add.DateTimeUtc("inserted_at").NotNull().DefaultSql(of);
        Add.DateTimeUtc("updated_at").NotNull().DefaultSql(of);
    }

    private sealed class Adding(AlterTableBuilder owner) : ColumnBuilderSet(owner._table)
    {
        private protected override ColumnBuilder Add(ColumnDefinition definition)
        {
            var builder = new ColumnBuilder(Table, definition);
            owner._changes.Add(() => new AddColumn(builder.Definition));
            return builder;
        }
    }

    private sealed class Modifying(AlterTableBuilder owner, ColumnBuilder? before) : ColumnBuilderSet(owner._table)
    {
        private protected override ColumnBuilder Add(ColumnDefinition definition)
        {
            if (before is not null && before.Definition.Name != definition.Name)
                throw new MigrationException($"'{Table}.{definition.Name}' is modified, but what it was before is told of '{before.Definition.Name}'. Name the same column in both.");
            var builder = new ColumnBuilder(Table, definition);
            owner._changes.Add(() => new ModifyColumn(builder.Definition, before?.Definition));
            return builder;
        }
    }

    private sealed class Loose(string table) : ColumnBuilderSet(table)
    {
        private protected override ColumnBuilder Add(ColumnDefinition definition) => new(Table, definition);
    }
}
