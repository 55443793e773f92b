namespace Zhar.Data.Migrations;

/// <summary>What a migration can drop.</summary>
public readonly struct DropOperations
{
    private readonly MigrationScript _script;

    internal DropOperations(MigrationScript script) => _script = script;

    /// <summary>Drops a table, with its data. Cannot be reversed.</summary>
    /// <param name="name">The table.</param>
    /// <param name="ifExists">Does nothing when it does not exist.</param>
    /// <param name="cascade">Also drops what depends on it: PostgreSQL.</param>
    /// <param name="prefix">The schema of the database. Default: the migrated one.</param>
    public void Table(string name, bool ifExists = false, bool cascade = false, string? prefix = null) =>
        _script.Add(new DropTable(new TableName(Names.Check(name, "table"), prefix ?? _script.Prefix), ifExists, cascade));

    /// <summary>Drops the index over a column; on the way down it is created again.</summary>
    public void Index(string table, string column, string? name = null, bool unique = false, bool concurrently = false, string? prefix = null) =>
        Index(table, [column], name, unique, concurrently, prefix);

    /// <summary>Drops an index; on the way down it is created again.</summary>
    public void Index(string table, IReadOnlyList<IndexPart> parts, string? name = null, bool unique = false, bool concurrently = false, string? prefix = null) =>
        _script.Add(new DropIndex(Index(_script, table, parts, name, prefix) with { IsUnique = unique, IsConcurrent = concurrently }, IfExists: false));

    /// <summary>Drops a check; with its expression it can be created again on the way down.</summary>
    public void Check(string table, string name, string? expression = null, string? prefix = null) =>
        _script.Add(new DropConstraint(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name, "constraint"), ConstraintShape.Check, expression));

    /// <summary>Drops an exclusion constraint; with its expression it can be created again on the way down.</summary>
    public void Exclusion(string table, string name, string? expression = null, string? prefix = null) =>
        _script.Add(new DropConstraint(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name, "constraint"), ConstraintShape.Exclusion, expression));

    /// <summary>Drops a foreign key by its name, which by default is <c>table_column_fkey</c>. Cannot be reversed.</summary>
    public void ForeignKey(string table, string name, string? prefix = null) =>
        _script.Add(new DropConstraint(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(name, "constraint"), ConstraintShape.ForeignKey, null));

    internal static IndexDefinition Index(MigrationScript script, string table, IReadOnlyList<IndexPart> parts, string? name, string? prefix)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new MigrationException($"An index of '{table}' is over no column. Name at least one.");
        return new IndexDefinition(
            new TableName(Names.Check(table, "table"), prefix ?? script.Prefix), Names.Check(name ?? Names.Index(table, parts), "index"), parts);
    }
}
