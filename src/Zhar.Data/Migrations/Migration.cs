namespace Zhar.Data.Migrations;

/// <summary>One step in the life of a database's structure. A class with <see cref="MigrationAttribute"/> derives it and overrides <see cref="Change"/>, or both <see cref="Up"/> and <see cref="Down"/>.</summary>
/// <remarks>
/// <code>
/// [Migration(20260105_101500)]
/// public sealed class CreateUsers : Migration
/// {
///     public override void Change()
///     {
///         Create.Table("users", t =>
///         {
///             t.Text("email").NotNull();
///             t.Integer("age");
///             t.References("team_id", "teams", onDelete: ReferenceAction.NilifyAll);
///             t.Timestamps();
///         });
///         Create.UniqueIndex("users", "email");
///         Create.Check("users", "age_positive", "age > 0");
///     }
/// }
/// </code>
/// <para>The operations are collected and run in order when the method has returned, or at <see cref="Flush"/>. Source: Ecto.Migration.</para>
/// </remarks>
public abstract class Migration
{
    private MigrationScript? _script;

    /// <summary>Creates tables, indexes and constraints.</summary>
    protected CreateOperations Create => new(Script);

    /// <summary>Changes tables.</summary>
    protected AlterOperations Alter => new(Script);

    /// <summary>Drops tables, indexes and constraints.</summary>
    protected DropOperations Drop => new(Script);

    /// <summary>Renames tables and columns.</summary>
    protected RenameOperations Rename => new(Script);

    /// <summary>Which way the migration runs. In <see cref="Change"/> the operations are reversed by themselves; this is for what only one way needs.</summary>
    protected MigrationDirection Direction => Script.Direction;

    /// <summary>The schema of the database that the migrator was asked to migrate; <c>null</c> for the default one.</summary>
    protected string? Prefix => Script.Prefix;

    /// <summary>The kind of database, as its adapter's dialect calls it: <c>postgres</c>, <c>sqlite</c>, <c>mysql</c>.</summary>
    protected string Dialect => Script.Dialect;

    private MigrationScript Script => _script ?? throw new InvalidOperationException(
        "A migration's operations work only while the migrator runs it. Run it with a Migrator instead of calling its methods.");

    /// <summary>What the migration does. On the way down the migrator runs the reverse of each operation, the last one first.</summary>
    public virtual void Change() => throw new NotSupportedException();

    /// <summary>What the migration does, where it cannot be reversed by itself. Needs <see cref="Down"/>.</summary>
    public virtual Task Up() => throw new NotSupportedException();

    /// <summary>The reverse of <see cref="Up"/>.</summary>
    public virtual Task Down() => throw new NotSupportedException();

    /// <summary>Runs SQL as it is.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="down">Its reverse, for <see cref="Change"/>. Empty when there is nothing to do on the way down.</param>
    protected void Execute(string sql, string? down = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        Script.Add(new ExecuteSql(sql, down));
    }

    /// <summary>Runs the SQL of a file, one statement or, where the driver takes them, several. Source: execute_file/1.</summary>
    /// <param name="path">The file; a relative path is looked up beside the program.</param>
    /// <param name="downPath">The file with its reverse, for <see cref="Change"/>.</param>
    /// <exception cref="MigrationException">There is no such file.</exception>
    protected void ExecuteFile(string path, string? downPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Execute(Read(path), downPath is null ? null : Read(downPath));

        static string Read(string path)
        {
            var full = Path.Combine(AppContext.BaseDirectory, path);
            return File.Exists(full) ? File.ReadAllText(full) : throw new MigrationException($"The migration executes the file '{full}', which is not there. Copy it to the program: <None Update=\"{path}\" CopyToOutputDirectory=\"PreserveNewest\" />.");
        }
    }

    /// <summary>Runs code between the operations: to move data, for example.</summary>
    /// <param name="up">Gets the connection, inside the migration's transaction.</param>
    /// <param name="down">Its reverse, for <see cref="Change"/>.</param>
    protected void Execute(Func<MigrationConnection, CancellationToken, Task> up, Func<MigrationConnection, CancellationToken, Task>? down = null)
    {
        ArgumentNullException.ThrowIfNull(up);
        Script.Add(new ExecuteFunction(up, down));
    }

    /// <summary>Runs the operations collected so far. For <see cref="Up"/> and <see cref="Down"/> that go on to look at the result.</summary>
    /// <exception cref="InvalidOperationException">Called in <see cref="Change"/>, whose operations may be reversed and have no middle.</exception>
    protected Task Flush() => Script.Flush();

    /// <summary>The connection, for <see cref="Up"/> and <see cref="Down"/> after a <see cref="Flush"/>.</summary>
    protected MigrationConnection Connection => Script.Connection;

    /// <summary>SQL in the place of a column in an index: <c>Create.Index("users", [Sql("lower(email)")], name: "users_lower_email_index")</c>.</summary>
    protected static IndexPart Sql(string sql) => IndexPart.Sql(sql);

    internal void Bind(MigrationScript? script) => _script = script;
}
