using System.Collections.Concurrent;
using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;

namespace Zhar.Data.Conformance;

/// <summary>A database that is killed while everybody writes.</summary>
public sealed class CrashTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private const int Writers = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Database.PostgreSQL, 3)]
    [InlineData(Database.MariaDB, 3)]
    public Task What_was_acknowledged_outlives_a_kill(Database database, int kills) => KillWhileWriting(database, kills);

    [Theory]
    [InlineData(Database.PostgreSQL, 20)]
    [InlineData(Database.MariaDB, 20)]
    [Trait("Category", "Slow")]
    public Task What_was_acknowledged_outlives_twenty_kills(Database database, int kills) => KillWhileWriting(database, kills);

    private async Task KillWhileWriting(Database database, int kills)
    {
        Assert.SkipWhen(Databases.ReasonToSkip(database) is not null, Databases.ReasonToSkip(database) ?? "");
        Assert.SkipUnless(await OwnServer.IsInstalled(database), $"No {database} to start and to kill: install its Debian package, as ./dev test data does when it runs as root.");
        await using var server = await OwnServer.Start(database);
        var options = Databases.Options(database, "crash", server.Url);
        options.PoolSize = 10;
        options.QueueTarget = TimeSpan.FromSeconds(5);  // 64 writers for 10 connections wait for each other, and are not refused for that
        await using var repo = TestRepo.Open(options);
        await Storage.Create(repo);
        await new Migrator(repo, MigrationSource.Of(typeof(CreateEntries))).Up();
        var acknowledged = new ConcurrentDictionary<long, bool>();
        var errors = 0;
        long next = 0;

        for (var round = 0; round < kills; round++)
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var before = acknowledged.Count;
            var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                while (true)
                {
                    var id = Interlocked.Increment(ref next);
                    try
                    {
                        // Alone and in a transaction.
                        if (id % 2 == 0)
                            await repo.Query($"insert into entries (id) values ({id})");
                        else if (await repo.Transact(async _ => await repo.Query($"insert into entries (id) values ({id})")) is not Ok<QueryResult>)
                            throw new InvalidOperationException("The transaction did not commit.");
                        acknowledged[id] = true;
                    }
                    catch (Exception e) when (e is DatabaseConnectionException or PoolTimeoutException or DatabaseException)
                    {
                        // The one in the middle of whose work the server died has its error, and goes.
                        Interlocked.Increment(ref errors);
                        return;
                    }

                    if (acknowledged.Count - before > 200)
                        written.TrySetResult();
                }
            })).ToList();

            await written.Task.WaitAsync(Patience);
            await server.Kill();
            await Task.WhenAll(writers).WaitAsync(Patience);
            await server.StartAgain();

            // The pool serves again, at once and without a restart.
            var stored = (await Retry(() => repo.Query("select id from entries"))).Rows.Select(row => Convert.ToInt64(row[0], null)).ToHashSet();
            var lost = acknowledged.Keys.Where(id => !stored.Contains(id)).ToList();
            Check.Empty(lost);
        }

        Check.Equal(Writers * kills, errors);
        Output.WriteLine($"{acknowledged.Count} writes were acknowledged, {errors} had an error.");
    }

    /// <summary>A connection of the pool may be one that died with the server and has not been used since: one error each is allowed, not more.</summary>
    private static async Task<QueryResult> Retry(Func<Task<QueryResult>> query)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                return await query();
            }
            catch (DatabaseConnectionException) when (left > 0)
            {
                await Task.Yield();
            }
        }
    }

    [Migration(1)]
    public sealed class CreateEntries : Migration
    {
        public override void Change() => Create.Table("entries", t => t.BigInteger("id").PrimaryKey());
    }
}
