using System.Text;

namespace Zhar.Data.Migrations;

/// <summary>How one kind of database writes the operations of migrations. What is here is common; a dialect overrides what it does in its own way.</summary>
internal abstract class Ddl
{
    /// <summary>The database's name, for people.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a transaction can undo operations.</summary>
    public abstract bool IsTransactional { get; }

    /// <summary>Whether tables live in schemas that a prefix can name.</summary>
    public virtual bool HasPrefixes => true;

    /// <summary>A query for the number of tables called <c>@p1</c> in the schema <c>@p0</c>, or in the default one when that is null.</summary>
    public abstract string CountTablesSql { get; }

    public static Ddl For(string dialect) => dialect switch
    {
        "postgres" => new PostgresDdl(),
        "sqlite" => new SqliteDdl(),
        "mysql" => new MySqlDdl(),
        _ => throw new MigrationException($"There are no migrations for the dialect '{dialect}'. There are for: postgres, sqlite, mysql."),
    };

    /// <summary>The statements of an operation, in order.</summary>
    public virtual ValueTask<IReadOnlyList<string>> Generate(MigrationCommand command, MigrationConnection connection) => new([.. Statements(command)]);

    /// <summary>Whether the operation has to be prepared before the transaction begins, and checked before it ends.</summary>
    public virtual bool NeedsPreparation(MigrationCommand command) => false;

    /// <summary>Before a transaction with operations that <see cref="NeedsPreparation"/> has named.</summary>
    public virtual Task Prepare(MigrationConnection connection) => Task.CompletedTask;

    /// <summary>In that transaction, after its last operation.</summary>
    public virtual Task Verify(MigrationConnection connection) => Task.CompletedTask;

    /// <summary>After that transaction, committed or not.</summary>
    public virtual Task Restore(MigrationConnection connection) => Task.CompletedTask;

    public abstract string Type(ColumnType type);

    public virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public string Quote(TableName table) => table.Prefix is null
        ? Quote(table.Name)
        : HasPrefixes ? $"{Quote(table.Prefix)}.{Quote(table.Name)}" : throw Lacks("schemas for a prefix", "Leave out the prefix.");

    public virtual string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    protected abstract IEnumerable<string> Statements(MigrationCommand command);

    protected abstract string Boolean(bool value);

    protected MigrationException Lacks(string feature, string advice) => new($"{Name} lacks {feature}. {advice}");

    // ---- parts that the databases share ----------------------------------------------------------------------

    protected string ColumnList(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quote));

    /// <summary>The type with what holds for the column, without its name and its reference.</summary>
    protected virtual string Column(ColumnDefinition column)
    {
        var sql = new StringBuilder(Type(column.Type));
        if (column.Collation is { } collation)
            sql.Append(" collate ").Append(Quote(collation));
        if (column.GeneratedSql is { } generated)
            sql.Append(" generated always as (").Append(generated).Append(") stored");
        if (column.Default is { } value)
            sql.Append(" default ").Append(Default(value, column.Type));
        if (!column.IsNullable)
            sql.Append(" not null");
        return sql.ToString();
    }

    protected virtual string Default(DefaultValue value, ColumnType type) => value switch
    {
        { Boolean: { } flag } => Boolean(flag),
        { IsText: true } => Text(value.Sql),
        _ => value.Sql,
    };

    protected string References(Reference reference) => References(reference.Table, [reference.Column], reference.OnDelete, reference.OnUpdate);

    protected string References(ForeignKey key) => References(key.Table, key.ReferencedColumns, key.OnDelete, key.OnUpdate);

    protected virtual string Action(ReferenceAction action) => action switch
    {
        ReferenceAction.Restrict => "restrict",
        ReferenceAction.Cascade => "cascade",
        ReferenceAction.NilifyAll => "set null",
        ReferenceAction.DefaultAll => "set default",
        _ => "no action",
    };

    protected string IndexParts(IndexDefinition index) => string.Join(", ", index.Parts.Select(p => IndexPartSql(p)));

    protected virtual string IndexPartSql(IndexPart part) => part.IsSql ? $"({part.Text})" : Quote(part.Text) + (part.IsDescending ? " desc" : "");

    protected static string If(bool condition, string sql) => condition ? sql : "";

    private string References(TableName table, IEnumerable<string> columns, ReferenceAction onDelete, ReferenceAction onUpdate) =>
        $"references {Quote(table)} ({ColumnList(columns)})"
        + If(onDelete != ReferenceAction.Nothing, $" on delete {Action(onDelete)}")
        + If(onUpdate != ReferenceAction.Nothing, $" on update {Action(onUpdate)}");
}
