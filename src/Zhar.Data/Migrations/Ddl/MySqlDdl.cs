using System.Text;

namespace Zhar.Data.Migrations;

/// <summary>MariaDB and MySQL. Each operation commits by itself, so a migration that fails half way stays half done.</summary>
internal sealed class MySqlDdl : Ddl
{
    /// <summary>As much of a text as an index holds of it where it cannot hold all.</summary>
    private const int TextPrefix = 255;

    public override string Name => "MariaDB";

    public override bool IsTransactional => false;

    public override string CountTablesSql =>
        "select count(*) from information_schema.tables where table_schema = coalesce(@p0, database()) and table_name = @p1";

    public override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string Text(string text) => base.Text(text.Replace("\\", "\\\\", StringComparison.Ordinal));

    public override string Type(ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => "boolean",
        ColumnKind.SmallInteger => "smallint",
        ColumnKind.Integer => "int",
        ColumnKind.BigInteger or ColumnKind.Identity => "bigint",
        ColumnKind.Single => "float",
        ColumnKind.Double => "double",
        ColumnKind.Decimal => type.Size is { } precision ? $"decimal({precision}, {type.Scale})" : "decimal(38, 18)",
        ColumnKind.String => $"varchar({type.Size})",
        ColumnKind.Text or ColumnKind.Bits => "longtext",
        ColumnKind.Binary => "longblob",
        ColumnKind.Uuid => "char(36) character set ascii",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time(6)",
        ColumnKind.DateTime or ColumnKind.DateTimeUtc => "datetime(6)",
        ColumnKind.Interval => "bigint",    // microseconds: its own type for lengths of time ends at 838 hours
        ColumnKind.Json or ColumnKind.Array => "json",
        _ => type.Sql!,                     // a native type has its name
    };

    public override async ValueTask<IReadOnlyList<string>> Generate(MigrationCommand command, MigrationConnection connection)
    {
        if (command is not CreateIndex { Index: var index })
            return await base.Generate(command, connection).ConfigureAwait(false);

        // A text is indexed by its beginning, and only the server knows which columns are texts. MariaDB's unique indexes hold all of it, by a hash.
        var isMariaDb = connection.Connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        if (isMariaDb && index.Parts.Any(static p => p.IsSql))
            throw Lacks("indexes over expressions", "Add a column with .Generated(\"…\") and index that.");
        if (isMariaDb && index.IsUnique)
            return [Create(index, [])];
        var texts = await connection.Query(
            "select column_name from information_schema.columns where table_schema = coalesce(@p0, database()) and table_name = @p1 and (data_type like '%text' or data_type like '%blob')",
            static row => row.GetString(0),
            index.Table.Prefix,
            index.Table.Name).ConfigureAwait(false);
        return [Create(index, texts)];
    }

    protected override IEnumerable<string> Statements(MigrationCommand command) => command switch
    {
        CreateTable create => [Create(create)],
        DropTable drop => [$"drop table {If(drop.IfExists, "if exists ")}{Quote(drop.Table)}"],
        AlterTable alter => [$"alter table {Quote(alter.Table)}\n  {string.Join(",\n  ", alter.Changes.SelectMany(Change))}"],
        RenameTable rename => [$"rename table {Quote(rename.Table)} to {Quote(rename.Table with { Name = rename.To })}"],
        RenameColumn rename => [$"alter table {Quote(rename.Table)} rename column {Quote(rename.From)} to {Quote(rename.To)}"],
        RenameIndex rename => [$"alter table {Quote(rename.Table)} rename index {Quote(rename.From)} to {Quote(rename.To)}"],
        DropIndex drop => [$"drop index {If(drop.IfExists, "if exists ")}{Quote(drop.Index.Name)} on {Quote(drop.Index.Table)}"],
        CreateConstraint create => [$"alter table {Quote(create.Table)} add constraint {Quote(create.Name)} {Constraint(create)}"],
        DropConstraint { Shape: ConstraintShape.ForeignKey } drop => [$"alter table {Quote(drop.Table)} drop foreign key {Quote(drop.Name)}"],
        DropConstraint { Shape: ConstraintShape.Check } drop => [$"alter table {Quote(drop.Table)} drop constraint {Quote(drop.Name)}"],
        DropConstraint => throw LacksExclusion(),
        ExecuteSql execute => [execute.Sql],
        _ => throw new System.Diagnostics.UnreachableException($"{command}: unknown to {Name}. Please report this."),
    };

    protected override string Boolean(bool value) => value ? "true" : "false";

    protected override string Action(ReferenceAction action) =>
        action == ReferenceAction.DefaultAll ? throw Lacks("references that set the default", "Use ReferenceAction.NilifyAll.") : base.Action(action);

    protected override string Column(ColumnDefinition column)
    {
        var type = column.Type;

        // A key needs a length.
        if (type.Kind == ColumnKind.Text && (column.IsPrimaryKey || column.Reference is not null))
            type = ColumnType.String();
        var sql = new StringBuilder(Type(type));
        if (column.Collation is { } collation)
            sql.Append(" collate ").Append(collation);
        if (column.GeneratedSql is { } generated)
            sql.Append(" generated always as (").Append(generated).Append(") stored");
        if (column.Default is { } value)
            sql.Append(" default ").Append(Default(value, type));
        if (!column.IsNullable && column.GeneratedSql is null)
            sql.Append(" not null");
        if (type.Kind == ColumnKind.Identity)
            sql.Append(" auto_increment");
        if (column.Comment is { } comment)
            sql.Append(" comment ").Append(Text(comment));
        return sql.ToString();
    }

    // Parentheses are needed for the defaults of texts and for expressions, and do no harm elsewhere.
    protected override string Default(DefaultValue value, ColumnType type) => $"({base.Default(value, type)})";

    private string Create(CreateTable create)
    {
        var key = create.Columns.Where(static c => c.IsPrimaryKey).Select(static c => c.Name).ToList();
        string[] parts =
        [
            .. create.Columns.Select(c => $"{Quote(c.Name)} {Column(c)}"),
            .. key.Count > 0 ? [$"primary key ({ColumnList(key)})"] : Array.Empty<string>(),
            .. create.Columns.Where(static c => c.Reference is not null).Select(AddReference),
        ];
        return $"create table {If(create.IfNotExists, "if not exists ")}{Quote(create.Table)} (\n  {string.Join(",\n  ", parts)}\n)"
            + If(create.Comment is not null, $" comment = {Text(create.Comment ?? "")}")
            + If(create.Options is not null, " " + create.Options);
    }

    private IEnumerable<string> Change(ColumnChange change)
    {
        switch (change)
        {
            case AddColumn { Column: var column }:
                yield return $"add column {Quote(column.Name)} {Column(column)}{If(column.IsPrimaryKey, " primary key")}";
                if (column.Reference is not null)
                    yield return "add " + AddReference(column);
                break;

            case RemoveColumn { Column: var column }:
                if (column.Reference is { } gone)
                    yield return $"drop foreign key {Quote(gone.Constraint)}";
                yield return $"drop column {Quote(column.Name)}";
                break;

            case ModifyColumn { Column: var column, Before: var before }:
                if (before?.Reference is { } old)
                    yield return $"drop foreign key {Quote(old.Constraint)}";
                yield return $"modify column {Quote(column.Name)} {Column(column)}";
                if (column.Reference is not null)
                    yield return "add " + AddReference(column);
                break;
        }
    }

    private string AddReference(ColumnDefinition column) =>
        $"constraint {Quote(column.Reference!.Constraint)} foreign key ({Quote(column.Name)}) {References(column.Reference)}";   // callers have looked

    private string Create(IndexDefinition index, IReadOnlyList<string> texts)
    {
        if (index.Where is not null)
            throw Lacks("partial indexes", "Leave out 'where', or index a generated column that is null for the other rows.");
        if (index.Include.Count > 0)
            throw Lacks("indexes with included columns", "Add the columns to the index itself.");
        if (!index.NullsDistinct)
            throw Lacks("unique indexes in which nulls are equal", "Make the columns NotNull.");
        var parts = index.Parts.Select(p => !p.IsSql && texts.Contains(p.Text, StringComparer.OrdinalIgnoreCase)
            ? $"{Quote(p.Text)}({TextPrefix}){If(p.IsDescending, " desc")}"
            : IndexPartSql(p));
        return $"create {If(index.IsUnique, "unique ")}index {Quote(index.Name)}{If(index.Using is not null, $" using {index.Using}")} on {Quote(index.Table)} ({string.Join(", ", parts)})"
            + If(index.IsConcurrent, " lock=none");
    }

    private string Constraint(CreateConstraint constraint) => constraint.Shape switch
    {
        ConstraintShape.Check => $"check ({constraint.Expression})",
        ConstraintShape.ForeignKey => $"foreign key ({ColumnList(constraint.Key!.Columns)}) {References(constraint.Key)}",    // a foreign key has its columns
        _ => throw LacksExclusion(),
    };

    private MigrationException LacksExclusion() => Lacks("exclusion constraints", "Check in the application, inside a transaction that locks the rows.");
}
