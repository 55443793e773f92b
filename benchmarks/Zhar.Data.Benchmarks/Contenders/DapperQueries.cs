using Dapper;

namespace Zhar.Data.Benchmarks;

/// <summary>Dapper, with named parameters as its documentation has them.</summary>
internal sealed class DapperQueries(Database database) : IContender
{
    private const string Columns = "id, name, email, age, score";

    private readonly List<PlainEntry> _entries = Numbers.Entries();
    private readonly string _owned = $"select id, writer_id as WriterId, title, score from works where {database.AnyOf("writer_id", 1)} order by id";

    public string Name => "Dapper";

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n =>
        {
            await using var connection = database.Connect();
            var writer = await connection.QuerySingleOrDefaultAsync<PlainWriter>($"select {Columns} from writers where id = @Id", new { Id = Numbers.Writer(n) });
            Check.Key(Numbers.Writer(n), writer?.Id);
        },
        Operation.Insert => async n =>
        {
            await using var connection = database.Connect();
            await connection.ExecuteScalarAsync<long>("insert into entries (name, email, age, score) values (@Name, @Email, @Age, @Score) returning id", PlainEntry.Numbered(n));
        },
        Operation.Update => async n =>
        {
            await using var connection = database.Connect();
            Check.Count(1, await connection.ExecuteAsync("update writers set score = @Score where id = @Id", new { Score = Numbers.NewScore(n), Id = Numbers.Writer(n) }));
        },
        Operation.Query => async n =>
        {
            await using var connection = database.Connect();
            var rows = await connection.QueryAsync<PlainWriter>($"select {Columns} from writers where id = @Id and age < @Age", new { Id = Numbers.Writer(n), Age = 200 });
            Check.Count(1, rows.AsList().Count);
        },
        Operation.List => async _ =>
        {
            await using var connection = database.Connect();
            var rows = await connection.QueryAsync<PlainWork>(
                $"select id, writer_id as WriterId, title, score from works where writer_id = @Id order by id limit {Database.Listed}", new { Id = Database.Prolific });
            Check.Count(Database.Listed, rows.AsList().Count);
        },
        Operation.InsertAll => async _ =>
        {
            await using var connection = database.Connect();
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("insert into entries (name, email, age, score) values (@Name, @Email, @Age, @Score)", _entries, transaction);
            await transaction.CommitAsync();
        },
        Operation.Preload => async _ =>
        {
            await using var connection = database.Connect();
            await connection.OpenAsync();
            var writers = (await connection.QueryAsync<PlainWriter>($"select {Columns} from writers where id <= @Id order by id", new { Id = Database.Owners })).AsList();
            var works = (await connection.QueryAsync<PlainWork>(_owned, new { p1 = database.Numbers([.. writers.Select(static w => w.Id)]) })).AsList();
            var byKey = writers.ToDictionary(static w => w.Id);
            foreach (var work in works)
                byKey[work.WriterId].Works.Add(work);
            Check.Count(Database.Owners * 5, works.Count);
        },
        _ => null,
    };

    public ValueTask DisposeAsync() => default;
}
