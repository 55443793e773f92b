using System.Collections.Concurrent;
using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

/// <summary>What the data layer promises when connections are lost: no acknowledged write is, every other caller gets an error, and the pool serves on.</summary>
public sealed class LostConnectionTests(ITestOutputHelper output) : WriteCase(output)
{
    private const int Writers = 64;

    [Theory, OnDatabases("a server that could be lost", Database.SQLite), Trait("Category", "Slow")]
    public async Task Acknowledged_writes_stay_and_the_pool_serves_on(Database database)
    {
        var repo = await On(database, options =>
        {
            options.QueueTarget = TimeSpan.FromSeconds(10);
            options.QueueInterval = TimeSpan.FromSeconds(20);
        });
        var killer = NewRepo();
        var acknowledged = new ConcurrentBag<string>();
        var errors = new ConcurrentBag<Exception>();
        var stop = false;
        var next = 0;
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
            {
                var name = $"n{Interlocked.Increment(ref next)}";
                try
                {
                    if ((await repo.Transact(async _ => await repo.InsertOrThrow(new Label { Name = name }))).IsOk)
                        acknowledged.Add(name);
                }
                catch (Exception e) when (e is DatabaseConnectionException or DatabaseException or PoolTimeoutException)
                {
                    errors.Add(e);
                }
            }
        })).ToArray();

        for (var round = 0; round < 20; round++)
        {
            var before = acknowledged.Count;
            while (acknowledged.Count < before + 50)
                await Task.Yield();
            await KillOthers(killer, database);
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(writers);

        var stored = (await repo.Query("select name from labels")).Rows.Select(row => (string)row[0]!).ToHashSet();
        Check.Empty(acknowledged.Where(name => !stored.Contains(name)));
        Check.NotEmpty(errors);
        Check.Contains(errors, e => e is DatabaseConnectionException { WasLost: true });

        // One that was just being opened is refused, not lost.
        Check.True(errors.All(e => e is DatabaseConnectionException), string.Join('\n', errors.Where(e => e is not DatabaseConnectionException).Take(3)));
        Check.InRange(repo.Runtime.Pool!.Size, 1, repo.Options.PoolSize);
        Check.Equal(0, repo.Runtime.Pool.Waiting);
    }

    private static async Task KillOthers(TestRepo killer, Database database)
    {
        if (database == Database.PostgreSQL)
        {
            await killer.Query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            return;
        }

        var others = await killer.Query("select id from information_schema.processlist where db = database() and id <> connection_id()");
        foreach (var row in others.Rows)
            await Record.ExceptionAsync(() => killer.Query($"kill {row[0]}")); // it may have gone by itself
    }
}
