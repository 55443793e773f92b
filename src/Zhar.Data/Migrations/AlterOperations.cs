namespace Zhar.Data.Migrations;

/// <summary>What a migration can change.</summary>
public readonly struct AlterOperations
{
    private readonly MigrationScript _script;

    internal AlterOperations(MigrationScript script) => _script = script;

    /// <summary>Adds, modifies and removes columns of a table.</summary>
    public void Table(string name, Action<AlterTableBuilder> changes, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var table = new AlterTableBuilder(Names.Check(name, "table"));
        changes(table);
        if (table.Changes.Count == 0)
            throw new MigrationException($"Alter.Table(\"{name}\", …) changes nothing. Write for example t.Add.Text(\"bio\").");
        var inPrefix = prefix ?? _script.Prefix;
        _script.Add(new AlterTable(new TableName(name, inPrefix), [.. table.Changes.Select(c => c.In(inPrefix))]));
    }
}
