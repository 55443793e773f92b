namespace Zhar.Data.Migrations;

/// <summary>What a migration can rename.</summary>
public readonly struct RenameOperations
{
    private readonly MigrationScript _script;

    internal RenameOperations(MigrationScript script) => _script = script;

    /// <summary>Gives a table another name. Its indexes and constraints keep theirs.</summary>
    public void Table(string from, string to, string? prefix = null) =>
        _script.Add(new RenameTable(new TableName(Names.Check(from, "table"), prefix ?? _script.Prefix), Names.Check(to, "table")));

    /// <summary>Gives a column another name.</summary>
    public void Column(string table, string from, string to, string? prefix = null) =>
        _script.Add(new RenameColumn(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(from, "column"), Names.Check(to, "column")));

    /// <summary>Gives an index of a table another name. Not on SQLite.</summary>
    public void Index(string table, string from, string to, string? prefix = null) =>
        _script.Add(new RenameIndex(new TableName(Names.Check(table, "table"), prefix ?? _script.Prefix), Names.Check(from, "index"), Names.Check(to, "index")));
}
