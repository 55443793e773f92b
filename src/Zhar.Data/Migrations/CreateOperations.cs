namespace Zhar.Data.Migrations;

/// <summary>What a migration can create.</summary>
public readonly struct CreateOperations
{
    private readonly MigrationScript _script;

    internal CreateOperations(MigrationScript script) => _script = script;

    /// <summary>Creates a table. One without a primary key of its own gets the column <c>id</c>, 64 bits, numbered by the database.</summary>
    /// <param name="name">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="primaryKey"><c>false</c> for a table without any key.</param>
    /// <param name="ifNotExists">Does nothing when the table exists. On the way down the table is dropped if it exists.</param>
    /// <param name="prefix">The schema of the database. Default: the migrated one.</param>
    /// <param name="comment">A note in the database. SQLite keeps none.</param>
    /// <param name="options">What stands behind the closing parenthesis, in the database's words: <c>strict</c>, <c>engine = Aria</c>.</param>
    public void Table(string name, Action<TableBuilder> columns, bool primaryKey = true, bool ifNotExists = false, string? prefix = null, string? comment = null, string? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var table = new TableBuilder(Names.Check(name, "table"));
        columns(table);
        var all = table.Columns;
        if (primaryKey && !all.Any(static c => c.IsPrimaryKey))
        {
            if (all.Any(static c => c.Name == "id"))
                throw new MigrationException($"The table '{name}' has a column 'id' that is not its primary key, and names no other. Write t.…(\"id\").PrimaryKey(), or pass primaryKey: false for a table without a key.");
            all = [new ColumnDefinition("id", ColumnType.Identity) { IsPrimaryKey = true, IsNullable = false }, .. all];
        }

        var inPrefix = prefix ?? _script.Prefix;
        _script.Add(new CreateTable(new TableName(name, inPrefix), [.. all.Select(c => c.In(inPrefix))], ifNotExists, comment, options));
    }

    /// <summary>Creates an index.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">Columns or <see cref="IndexPart.Sql"/> expressions.</param>
    /// <param name="name">Default <c>table_column_index</c>.</param>
    /// <param name="unique">No two rows have the same.</param>
    /// <param name="where">Only the rows that satisfy this, as SQL. Not on MariaDB.</param>
    /// <param name="concurrently">Without stopping writers. The migration must have <c>Transaction = false</c>.</param>
    /// <param name="using">The method, <c>gin</c>: PostgreSQL, and <c>hash</c> on MariaDB.</param>
    /// <param name="include">Further columns that the index carries: PostgreSQL.</param>
    /// <param name="nullsDistinct"><c>false</c>: nulls count as equal in a unique index: PostgreSQL.</param>
    /// <param name="prefix">The schema of the database. Default: the migrated one.</param>
    public void Index(
        string table,
        IReadOnlyList<IndexPart> parts,
        string? name = null,
        bool unique = false,
        string? where = null,
        bool concurrently = false,
        string? @using = null,
        IReadOnlyList<string>? include = null,
        bool nullsDistinct = true,
        string? prefix = null) =>
        _script.Add(new CreateIndex(DropOperations.Index(_script, table, parts, name, prefix) with
        {
            IsUnique = unique,
            Where = where,
            IsConcurrent = concurrently,
            Using = @using,
            Include = include ?? [],
            NullsDistinct = nullsDistinct,
        }));

    /// <summary>Creates an index over one column.</summary>
    public void Index(string table, string column, string? name = null, bool unique = false, string? where = null, bool concurrently = false, string? prefix = null) =>
        Index(table, [column], name, unique, where, concurrently, prefix: prefix);

    /// <summary>Creates a unique index over one column.</summary>
    public void UniqueIndex(string table, string column, string? name = null, string? where = null, bool concurrently = false, string? prefix = null) =>
        Index(table, [column], name, unique: true, where, concurrently, prefix: prefix);

    /// <summary>Creates a unique index over several columns or expressions.</summary>
    public void UniqueIndex(string table, IReadOnlyList<IndexPart> parts, string? name = null, string? where = null, bool concurrently = false, bool nullsDistinct = true, string? prefix = null) =>
        Index(table, parts, name, unique: true, where, concurrently, nullsDistinct: nullsDistinct, prefix: prefix);

    /// <summary>Creates a check that every row must satisfy.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The constraint, as changesets name it too.</param>
    /// <param name="expression">As SQL: <c>age > 0</c>.</param>
    /// <param name="validate"><c>false</c>: rows that exist are not looked at. PostgreSQL.</param>
    /// <param name="prefix">The schema of the database. Default: the migrated one.</param>
    public void Check(string table, string name, string expression, bool validate = true, string? prefix = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        _script.Add(new CreateConstraint(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name, "constraint"), ConstraintShape.Check, expression, validate));
    }

    /// <summary>Creates an exclusion constraint (PostgreSQL): no two rows for which all the operators hold.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The constraint.</param>
    /// <param name="expression">As SQL: <c>gist (room with =, during with &amp;&amp;)</c>.</param>
    /// <param name="prefix">The schema of the database. Default: the migrated one.</param>
    public void Exclusion(string table, string name, string expression, string? prefix = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        _script.Add(new CreateConstraint(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name, "constraint"), ConstraintShape.Exclusion, expression));
    }

    /// <summary>Creates a foreign key over several columns. One column is simpler with <see cref="ColumnBuilderSet.References"/>.</summary>
    public void ForeignKey(
        string table,
        IReadOnlyList<string> columns,
        string references,
        IReadOnlyList<string> referencedColumns,
        string? name = null,
        ReferenceAction onDelete = ReferenceAction.Nothing,
        ReferenceAction onUpdate = ReferenceAction.Nothing,
        string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(referencedColumns);
        if (columns.Count == 0 || columns.Count != referencedColumns.Count)
            throw new MigrationException($"The foreign key of '{table}' has {columns.Count} columns and refers to {referencedColumns.Count}. Name as many columns here as there.");
        var key = new ForeignKey([.. columns.Select(static c => Names.Check(c, "column"))], new TableName(Names.Check(references, "table"), prefix ?? _script.Prefix), [.. referencedColumns.Select(static c => Names.Check(c, "column"))], onDelete, onUpdate);
        _script.Add(new CreateConstraint(
            new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name ?? $"{table}_{string.Join('_', columns)}_fkey", "constraint"), ConstraintShape.ForeignKey, "", Key: key));
    }
}
