using System.Data.Common;

namespace Zhar.Data.Testing;

/// <summary>A database that does not exist: it records what a repo sends, in the SQL of another adapter, and answers with the rows that a test has prepared.</summary>
/// <remarks>
/// <para>For tests of the statements themselves (how many, which, in what order) and of what a program does with an error that a real database seldom has. Whether a statement
/// is right, only a real one tells: see <see cref="DataCase{TRepo}"/>.</para>
/// <para>Without a prepared answer a SELECT has no rows, a write has changed one row, and a write that returns columns returns <c>1</c> in the first, <c>2</c> in the second, and
/// so on. Answers are used up, each by the first statement that its text occurs in. Safe from any thread. Source: Ecto.TestAdapter.</para>
/// </remarks>
/// <example>
/// <code>
/// var database = new RecordingAdapter(new PostgresAdapter());
/// await using var repo = Repo.Open(new() { Adapter = database });
/// database.Answer("from \"users\"", new User { Id = 1, Name = "Ann" });
///
/// var user = await repo.Get&lt;User&gt;(1);
///
/// Assert.Equal("Ann", user!.Name);
/// Assert.Equal([1], Assert.Single(database.Statements).Parameters);
/// </code>
/// </example>
public sealed class RecordingAdapter : Adapter
{
    private readonly Adapter _like;
    private readonly Lock _lock = new();
    private readonly List<RecordedStatement> _statements = [];
    private readonly List<PreparedAnswer> _answers = [];

    /// <summary>Records in the SQL of another adapter, which is asked for nothing else.</summary>
    /// <param name="like">The adapter whose dialect and abilities it has.</param>
    public RecordingAdapter(Adapter like)
    {
        ArgumentNullException.ThrowIfNull(like);
        _like = like;
        Capabilities = like.Capabilities with { IsSynchronous = true, SingleWriter = false, Copies = false };
    }

    /// <inheritdoc/>
    public override string Name => $"a recording {_like.Name}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Schemes { get; } = ["recording"];

    /// <inheritdoc/>
    public override Dialect Dialect => _like.Dialect;

    /// <inheritdoc/>
    public override AdapterCapabilities Capabilities { get; }

    /// <summary>What was sent so far, oldest first.</summary>
    public IReadOnlyList<RecordedStatement> Statements
    {
        get
        {
            lock (_lock)
                return [.. _statements];
        }
    }

    /// <summary>Forgets what was sent, and the answers that nobody has asked for.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _statements.Clear();
            _answers.Clear();
        }
    }

    /// <summary>The next statement with that text in it returns these rows; one that returns none has changed as many.</summary>
    /// <param name="text">A part of the SQL.</param>
    /// <param name="rows">The rows, each with the values of its columns in the order of the SQL.</param>
    public void Answer(string text, params IReadOnlyList<object?[]> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(rows);
        Add(new PreparedAnswer(text, rows, null));
    }

    /// <summary>The next statement with that text in it returns these records: the columns of the whole record, as a read by key and a query without a select have them.</summary>
    /// <param name="text">A part of the SQL.</param>
    /// <param name="records">The records, one a row.</param>
    /// <exception cref="SchemaException"><typeparamref name="T"/> has no schema.</exception>
    public void Answer<T>(string text, params IReadOnlyList<T> records)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        var schema = SchemaInfo.Of<T>();
        var columns = schema.Fields.Where(static f => f is { IsVirtual: false, IsLazy: false }).ToArray();
        Answer(text, [.. records.Select(record => Array.ConvertAll(columns, field => field.Type.Dump(schema.Get(record, field.Index), Dialect)))]);
    }

    /// <summary>The next statement with that text in it violates a constraint.</summary>
    /// <param name="text">A part of the SQL.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="name">The constraint's name, such as <c>users_email_index</c>.</param>
    public void Violate(string text, ConstraintKind kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Add(new PreparedAnswer(text, [], new RecordedFailure($"The constraint '{name}' is violated.", new ConstraintViolation(kind, name))));
    }

    /// <summary>The next statement with that text in it fails: a <see cref="DbException"/> or a <see cref="TimeoutException"/> as a driver throws it, or an <see cref="IOException"/> for a lost connection.</summary>
    /// <param name="text">A part of the SQL.</param>
    /// <param name="error">Why.</param>
    public void Fail(string text, Exception error)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(error);
        Add(new PreparedAnswer(text, [], error));
    }

    /// <inheritdoc/>
    public override string Describe(RepoOptions options) => "database that is only recorded";

    /// <inheritdoc/>
    public override void Validate(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Database ??= "recorded"; // there is nothing that could be missing
    }

    /// <inheritdoc/>
    public override DbConnection NewConnection(RepoOptions options) => new RecordingConnection(this);

    /// <inheritdoc/>
    public override bool Owns(DbConnection connection) => connection is RecordingConnection;

    /// <inheritdoc/>
    public override DbParameter NewParameter(DbCommand command, int position, FieldType? type) => new LooseParameter();

    /// <inheritdoc/>
    public override object ToArray(FieldType elementType, IReadOnlyList<object?> values) => values;

    /// <inheritdoc/>
    public override ConstraintViolation? FindViolation(DbException error) => (error as RecordedFailure)?.Violation ?? (error is RecordedFailure ? null : _like.FindViolation(error));

    /// <inheritdoc/>
    public override bool IsDisconnect(Exception error) => error is IOException;

    /// <inheritdoc/>
    public override ValueTask<DbTransaction?> Begin(DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        Run("begin", []);
        return new ValueTask<DbTransaction?>((DbTransaction?)null);
    }

    /// <inheritdoc/>
    public override ValueTask Commit(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        Run("commit", []);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask Rollback(DbConnection connection, DbTransaction? transaction)
    {
        Run("rollback", []);
        return default;
    }

    /// <summary>Records a statement.</summary>
    /// <returns>The prepared rows; <c>null</c> when there are none for it.</returns>
    internal IReadOnlyList<object?[]>? Run(string sql, IReadOnlyList<object?> parameters)
    {
        lock (_lock)
        {
            _statements.Add(new RecordedStatement(sql, parameters));
            var at = _answers.FindIndex(answer => sql.Contains(answer.Text, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                return null;
            var found = _answers[at];
            _answers.RemoveAt(at);
            return found.Error is null ? found.Rows : throw found.Error;
        }
    }

    private void Add(PreparedAnswer answer)
    {
        lock (_lock)
            _answers.Add(answer);
    }

    private sealed record PreparedAnswer(string Text, IReadOnlyList<object?[]> Rows, Exception? Error);
}
