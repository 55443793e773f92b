using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

/// <summary>A transaction says that it is stored only when it is, whatever has happened inside of it.</summary>
public sealed class TransactionEndTests(ITestOutputHelper output) : WriteCase(output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, OnDatabases]
    public async Task After_a_constraint_has_refused_a_row_PostgreSQL_stores_nothing_and_the_result_says_so(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Note { Text = "taken" });

        var result = await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "important" });
            Check.IsType<Invalid<Note>>(await InsertTaken());
            return "went on";
        });

        if (database == Database.PostgreSQL)
            Check.Equal("rollback", Check.IsType<Error<string>>(result).Reason.Tag);
        else
            Check.Equal(new Ok<string>("went on"), result);
        Check.Equal(database == Database.PostgreSQL ? 0L : 1L, await CountOf("labels"));
        await repo.InsertOrThrow(new Label { Name = "the connection is as before" });
    }

    [Theory, OnDatabases]
    public async Task A_savepoint_keeps_a_failure_to_itself(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Note { Text = "taken" });

        var byTransaction = await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "one" });
            var inner = await repo.Transact(async _ => await InsertTaken() is Ok<Note>, new TransactionOptions { Savepoint = true });
            Check.Equal(database == Database.PostgreSQL, inner is Error<bool> { Reason.Tag: "rollback" });
            return "went on";
        });
        var byHand = await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "two" });
            await repo.Query("savepoint mine");
            await InsertTaken();
            await repo.Query("rollback to savepoint mine");
            return "went on";
        });

        Check.Equal(new Ok<string>("went on"), byTransaction);
        Check.Equal(new Ok<string>("went on"), byHand);
        Check.Equal(2L, await CountOf("labels"));
    }

    [Fact]
    public async Task A_write_that_was_cancelled_on_SQLite_ends_the_transaction_and_nothing_is_stored_after_it()
    {
        var repo = await On(Database.SQLite);

        var result = await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "before" });
            using var soon = new CancellationTokenSource(100);
            await Check.ThrowsAnyAsync<OperationCanceledException>(() => repo.Query(
                "insert into labels (name) with recursive c(n) as (select 1 union all select n + 1 from c where n < 900000000) select 'x' from c", cancellationToken: soon.Token));
            var refused = await Check.ThrowsAsync<DatabaseException>(() => repo.Insert(new Label { Name = "after" }));
            Check.Contains("has rolled this transaction back", refused.Message);
            return "went on";
        });

        Check.Equal("rollback", Check.IsType<Error<string>>(result).Reason.Tag);
        Check.Equal(0L, await CountOf("labels"));
        await repo.InsertOrThrow(new Label { Name = "the connection is as before" });
    }

    [Theory, OnDatabases("deadlocks that end a transaction by themselves", Database.SQLite, Database.PostgreSQL)]
    public async Task The_victim_of_a_deadlock_stores_nothing_after_it(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Account { Id = 1 });
        await repo.InsertOrThrow(new Account { Id = 2 });
        var meeting = new Barrier(2);

        async Task<Result<bool>> Cross(int first, int second) => await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = $"before {first}" });
            await repo.Query($"update accounts set balance = 1 where id = {first}");
            await Task.Run(meeting.SignalAndWait);
            var error = await Record.ExceptionAsync(() => repo.Query($"update accounts set balance = 2 where id = {second}"));
            if (error is null)
                return true;
            Check.IsType<DatabaseException>(error);
            await Check.ThrowsAsync<DatabaseException>(() => repo.Insert(new Label { Name = $"after {first}" }));
            return true;
        });
        var results = await Task.WhenAll(Task.Run(() => Cross(1, 2)), Task.Run(() => Cross(2, 1))).WaitAsync(Patience);

        Check.Single(results.OfType<Ok<bool>>());
        Check.Equal("rollback", Check.Single(results.OfType<Error<bool>>()).Reason.Tag);
        Check.Equal(1L, await CountOf("labels"));
    }

    [Theory, OnDatabases]
    public async Task What_outlives_its_transaction_does_not_use_a_connection_that_has_another_user(Database database)
    {
        var repo = await On(database, static options => options.PoolSize = 2);
        for (var round = 0; round < 10; round++)
        {
            var branch = Task.CompletedTask;
            await Check.ThrowsAsync<InvalidDataException>(() => repo.Transact(async _ =>
            {
                await repo.InsertOrThrow(new Label { Name = "undone" });
                var writing = new TaskCompletionSource();
                branch = Task.Run(async () =>
                {
                    for (var i = 0; i < 50; i++)
                    {
                        await repo.InsertOrThrow(new Note { Text = $"{round} {i}" });
                        writing.TrySetResult();
                    }
                });
                await writing.Task;
                throw new InvalidDataException();
            }));

            for (var i = 0; i < 20; i++)
                Check.Single((await repo.Query("select 1")).Rows);
            var ended = await Record.ExceptionAsync(() => branch.WaitAsync(Patience));
            if (ended is not null)
                Check.Contains("Await what the body of a transaction starts", Check.IsType<InvalidOperationException>(ended).Message); // it waited for its turn then
        }

        Check.Equal(0L, await CountOf("labels"));
        Check.True(Statements.All(static s => s.Error is null));
    }

    private Task<Result<Note>> InsertTaken() => Repo.Insert(Note.Changeset(new Note(), Of(("text", "taken"))));
}
