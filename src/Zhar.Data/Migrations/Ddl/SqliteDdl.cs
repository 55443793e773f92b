using System.Text.RegularExpressions;

namespace Zhar.Data.Migrations;

/// <summary>SQLite. What its ALTER TABLE cannot do is done by making the table anew, as its documentation advises.</summary>
/// <remarks>Source: SQLite, "Making Other Kinds Of Table Schema Changes".</remarks>
internal sealed partial class SqliteDdl : Ddl
{
    public override string Name => "SQLite";

    public override bool IsTransactional => true;

    public override bool HasPrefixes => false;

    public override string CountTablesSql => "select count(*) from sqlite_master where type = 'table' and name = @p1 and @p0 is null";

    public override string Type(ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => "boolean",
        ColumnKind.SmallInteger or ColumnKind.Integer or ColumnKind.BigInteger or ColumnKind.Identity => "integer",
        ColumnKind.Single or ColumnKind.Double => "real",
        ColumnKind.Binary => "blob",

        // Decimals too: as numbers they would lose their scale. The other kinds have no type of their own.
        ColumnKind.Decimal or ColumnKind.String or ColumnKind.Text or ColumnKind.Uuid or ColumnKind.Date or ColumnKind.Time or ColumnKind.DateTime
            or ColumnKind.DateTimeUtc or ColumnKind.Interval or ColumnKind.Bits or ColumnKind.Json or ColumnKind.Array => "text",
        _ => type.Sql!,    // a native type has its name
    };

    public override async ValueTask<IReadOnlyList<string>> Generate(MigrationCommand command, MigrationConnection connection)
    {
        switch (command)
        {
            case AlterTable alter when await NeedsNewTable(alter, connection).ConfigureAwait(false):
                return await Rebuild(alter.Table, connection, table => alter.Changes.Where(static c => c is not AddColumn).ToList().ForEach(c => Apply(table, c)), [.. alter.Changes.OfType<AddColumn>().Select(a => Add(alter.Table, a))]).ConfigureAwait(false);
            case CreateConstraint { Shape: not ConstraintShape.Exclusion } create:
                return await Rebuild(create.Table, connection, table => table.AddConstraint(create.Name, $"constraint {Quote(create.Name)} {Constraint(create)}"), []).ConfigureAwait(false);
            case DropConstraint { Shape: not ConstraintShape.Exclusion } drop:
                return await Rebuild(drop.Table, connection, table => table.RemoveConstraint(drop.Name), []).ConfigureAwait(false);
            default:
                return await base.Generate(command, connection).ConfigureAwait(false);
        }
    }

    public override bool NeedsPreparation(MigrationCommand command) => command switch
    {
        AlterTable alter => alter.Changes.Any(static c => c is ModifyColumn or RemoveColumn),
        CreateConstraint or DropConstraint => true,
        _ => false,
    };

    // With foreign keys on, dropping the old table would delete the rows that refer to it. They cannot be switched inside of a transaction.
    public override async Task Prepare(MigrationConnection connection) => await connection.Execute("pragma foreign_keys = off").ConfigureAwait(false);

    public override async Task Verify(MigrationConnection connection)
    {
        var broken = await connection.Query("pragma foreign_key_check", static row => $"a row of '{row.GetString(0)}' refers to a row of '{row.GetString(2)}' that does not exist").ConfigureAwait(false);
        if (broken.Count > 0)
            throw new MigrationException($"The migration leaves {broken.Count} broken references: {string.Join("; ", broken.Distinct().Take(5))}. Correct the rows first, with Execute(\"update …\").");
    }

    public override async Task Restore(MigrationConnection connection)
    {
        await connection.Execute("pragma foreign_keys = on").ConfigureAwait(false);
        await connection.Execute("pragma legacy_alter_table = off").ConfigureAwait(false);
    }

    protected override IEnumerable<string> Statements(MigrationCommand command) => command switch
    {
        CreateTable create => [Create(create)],
        DropTable drop => [$"drop table {If(drop.IfExists, "if exists ")}{Quote(drop.Table)}"],
        AlterTable alter => alter.Changes.Select(c => c switch
        {
            AddColumn add => Add(alter.Table, add),
            RemoveColumn remove => $"alter table {Quote(alter.Table)} drop column {Quote(remove.Column.Name)}",
            _ => throw new System.Diagnostics.UnreachableException($"{c}: needs a new table. Please report this."),
        }),
        RenameTable rename => [$"alter table {Quote(rename.Table)} rename to {Quote(rename.To)}"],
        RenameColumn rename => [$"alter table {Quote(rename.Table)} rename column {Quote(rename.From)} to {Quote(rename.To)}"],
        RenameIndex rename => throw Lacks("a way to rename an index", $"Drop.Index and Create.Index with the name '{rename.To}'."),
        CreateIndex create => [Create(create.Index)],
        DropIndex drop => [$"drop index {If(drop.IfExists, "if exists ")}{Quote(drop.Index.Name)}"],
        CreateConstraint or DropConstraint => throw Lacks("exclusion constraints", "Check in the application, inside the transaction that writes: there is one writer at a time."),
        ExecuteSql execute => [execute.Sql],
        _ => throw new System.Diagnostics.UnreachableException($"{command}: unknown to {Name}. Please report this."),
    };

    protected override string Boolean(bool value) => value ? "1" : "0";

    // An expression stands in parentheses, which a new column of a table with rows does not allow around a constant.
    protected override string Default(DefaultValue value, ColumnType type) =>
        value is { IsText: false, Boolean: null } && !Constant.IsMatch(value.Sql) ? $"({value.Sql})" : base.Default(value, type);

    private string Create(CreateTable create)
    {
        var keys = create.Columns.Where(static c => c.IsPrimaryKey).ToList();
        var identity = create.Columns.FirstOrDefault(static c => c.Type.Kind == ColumnKind.Identity);
        if (identity is not null && (keys.Count != 1 || keys[0] != identity))
            throw Lacks($"numbered columns beside the primary key ('{create.Table}.{identity.Name}')", "Make it the table's only primary key.");
        string[] parts =
        [
            .. create.Columns.Select(ColumnPart),
            .. keys.Count > 0 && identity is null ? [$"primary key ({ColumnList(keys.Select(static k => k.Name))})"] : Array.Empty<string>(),
        ];
        return $"create table {If(create.IfNotExists, "if not exists ")}{Quote(create.Table)} (\n  {string.Join(",\n  ", parts)}\n){If(create.Options is not null, " " + create.Options)}";
    }

    private string ColumnPart(ColumnDefinition column) => column.Type.Kind == ColumnKind.Identity
        ? $"{Quote(column.Name)} integer primary key autoincrement not null"
        : $"{Quote(column.Name)} {Column(column)}{If(column.Reference is not null, ReferencePart(column))}";

    private string ReferencePart(ColumnDefinition column) => column.Reference is { } reference
        ? $" constraint {Quote(reference.Constraint)} {References(reference with { Table = reference.Table with { Prefix = null } })}"
        : "";

    private string Add(TableName table, AddColumn add)
    {
        if (add.Column.IsPrimaryKey || add.Column.Type.Kind == ColumnKind.Identity)
            throw Lacks($"a way to add a primary key ('{table}.{add.Column.Name}') to a table", "Create the table anew.");
        if (add.Column.GeneratedSql is not null)
            throw Lacks($"a way to add a stored generated column ('{table}.{add.Column.Name}')", "Execute(\"alter table … add column … generated always as (…) virtual\", down: …).");
        return $"alter table {Quote(table)} add column {ColumnPart(add.Column)}";
    }

    private string Create(IndexDefinition index)
    {
        if (index.Using is not null)
            throw Lacks("kinds of indexes", "Leave out 'using'.");
        if (index.Include.Count > 0)
            throw Lacks("indexes with included columns", "Add the columns to the index itself.");
        if (!index.NullsDistinct)
            throw Lacks("unique indexes in which nulls are equal", "Make the columns NotNull.");

        // There is one writer at a time, so no writer can go on beside a concurrent index.
        return $"create {If(index.IsUnique, "unique ")}index {Quote(index.Name)} on {Quote(index.Table)} ({IndexParts(index)}){If(index.Where is not null, $" where {index.Where}")}";
    }

    private string Constraint(CreateConstraint constraint) => constraint.Shape == ConstraintShape.Check
        ? $"check ({constraint.Expression})"
        : $"foreign key ({ColumnList(constraint.Key!.Columns)}) {References(constraint.Key)}";    // a foreign key has its columns

    // ---- the new table ---------------------------------------------------------------------------------------

    private static async ValueTask<bool> NeedsNewTable(AlterTable alter, MigrationConnection connection)
    {
        if (alter.Changes.Any(static c => c is ModifyColumn))
            return true;
        var removed = alter.Changes.OfType<RemoveColumn>().ToList();
        if (removed.Count == 0)
            return false;

        // DROP COLUMN refuses a column that a constraint uses.
        if (removed.Any(static r => r.Column.Reference is not null || r.Column.IsPrimaryKey))
            return true;
        var sql = await Sql(alter.Table, connection).ConfigureAwait(false);
        var indexes = await Indexes(alter.Table, connection).ConfigureAwait(false);
        return UsedByConstraint.IsMatch(sql) || removed.Any(r => MentionsOf(sql, r.Column.Name) > 1 || indexes.Any(i => MentionsOf(i, r.Column.Name) > 0));
    }

    private static int MentionsOf(string sql, string column) => Regex.Count(sql, $@"(?<!\w){Regex.Escape(column)}(?!\w)", RegexOptions.IgnoreCase);

    private void Apply(SqliteTable table, ColumnChange change)
    {
        if (change is ModifyColumn { Column: var column })
            table.ReplaceColumn(column.Name, ColumnPart(column));
        else if (change is RemoveColumn remove)
            table.RemoveColumn(remove.Column.Name);
    }

    private async Task<IReadOnlyList<string>> Rebuild(TableName table, MigrationConnection connection, Action<SqliteTable> change, IReadOnlyList<string> then)
    {
        var definition = SqliteTable.Parse(table.Name, await Sql(table, connection).ConfigureAwait(false));
        var before = definition.StoredColumns;
        change(definition);
        var kept = definition.StoredColumns;
        var copied = ColumnList(before.Where(c => kept.Contains(c, StringComparer.OrdinalIgnoreCase)));
        var indexes = await Indexes(table, connection).ConfigureAwait(false);
        var lost = before.Where(c => !kept.Contains(c, StringComparer.OrdinalIgnoreCase)).ToList();
        var temporary = new TableName($"{table.Name}__new", null);
        return
        [
            // Else renaming would look into views and triggers that name the table which is just not there.
            "pragma legacy_alter_table = on",
            definition.ToSql(Quote(temporary)),
            $"insert into {Quote(temporary)} ({copied}) select {copied} from {Quote(table)}",
            $"drop table {Quote(table)}",
            $"alter table {Quote(temporary)} rename to {Quote(table.Name)}",
            .. indexes.Where(sql => lost.TrueForAll(c => MentionsOf(sql, c) == 0)),
            "pragma legacy_alter_table = off",
            .. then,
        ];
    }

    private static Task<IReadOnlyList<string>> Indexes(TableName table, MigrationConnection connection) => connection.Query(
        "select sql from sqlite_master where tbl_name = @p0 collate nocase and type in ('index', 'trigger') and sql is not null order by rowid", static row => row.GetString(0), table.Name);

    private static async Task<string> Sql(TableName table, MigrationConnection connection)
    {
        var found = await connection.Query("select sql from sqlite_master where type = 'table' and name = @p0 collate nocase", static row => row.GetString(0), table.Name).ConfigureAwait(false);
        return found is [var sql] ? sql : throw new MigrationException($"There is no table '{table.Name}' to change. Create it first, in an earlier migration or before in this one.");
    }

    [GeneratedRegex(@"^\s*('([^']|'')*'|[-+]?[0-9.]+(e[-+]?[0-9]+)?|null|true|false|current_(date|time|timestamp))\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Constant { get; }

    [GeneratedRegex(@"\bcheck\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex UsedByConstraint { get; }
}
