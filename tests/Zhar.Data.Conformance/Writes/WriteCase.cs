using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

/// <summary>Base of the cases about writes: a database with their tables.</summary>
public abstract class WriteCase(ITestOutputHelper output) : ConformanceTest(output)
{
    private readonly List<StatementEvent> _statements = [];
    private TestDatabase? _database;

    protected TestRepo Repo => _database!.Repo; // On has been called

    /// <summary>The SQL that has run since <see cref="On"/> or <see cref="Forget"/>.</summary>
    protected IReadOnlyList<StatementEvent> Statements
    {
        get
        {
            lock (_statements)
                return [.. _statements];
        }
    }

    protected async Task<TestRepo> On(Database database, Action<RepoOptions>? configure = null)
    {
        _database = await TestDatabase.Create(database, [typeof(CreateTables)], configure);
        Repo.Observe(e =>
        {
            lock (_statements)
                _statements.Add(e);
        });
        return Repo;
    }

    protected void Forget()
    {
        lock (_statements)
            _statements.Clear();
    }

    protected async Task<long> CountOf(string table) => Convert.ToInt64((await Repo.Query($"select count(*) from {table}")).Rows[0][0], System.Globalization.CultureInfo.InvariantCulture);

    protected TestRepo NewRepo() => _database!.NewRepo(); // On has been called

    protected static Params Of(params (string Key, object? Value)[] values) => values.Aggregate(Params.Empty, static (all, one) => all.With(one.Key, one.Value));

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
