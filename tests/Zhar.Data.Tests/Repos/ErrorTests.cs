using Microsoft.Extensions.Logging;
using Zhar.Data.Postgres;
using Zhar.Data.Sqlite;
using Zhar.Testing;

namespace Zhar.Data.Tests.Repos;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_cannot_be_reached_is_named_without_the_password(bool showSensitive)
    {
        await using var repo = TestRepo.Open(new RepoOptions
        {
            Adapter = new PostgresAdapter(),
            Hostname = "127.0.0.1",
            Port = 1,
            Username = "u",
            Password = "topsecret",
            Database = "d",
            ShowSensitiveDataOnConnectionError = showSensitive,
        });

        var error = await Assert.ThrowsAsync<DatabaseConnectionException>(() => repo.Query("select 1"));

        Assert.Contains("127.0.0.1:1", error.Message);
        Assert.DoesNotContain("topsecret", error.ToString());
        Assert.Equal(showSensitive, error.InnerException is not null);
    }

    [Fact]
    public async Task An_error_shows_the_statement_and_not_its_parameters()
    {
        await using var repo = TestRepo.InFile(out _);
        await repo.Query("create table t (n int check (n <> 12345))");

        var error = await Assert.ThrowsAsync<DatabaseException>(() => repo.Query("insert into t (n, nothing) values ($1, $2)", [12345, "hush"]));

        Assert.Contains("insert into t", error.Message);
        Assert.DoesNotContain("12345", error.ToString());
        Assert.DoesNotContain("hush", error.ToString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_named()
    {
        await using var repo = TestRepo.Open(new RepoOptions { Adapter = new SqliteAdapter(), Database = "/nowhere/at/all.db" });

        var error = await Assert.ThrowsAsync<DatabaseConnectionException>(() => repo.Query("select 1"));

        Assert.Contains("/nowhere/at/all.db", error.Message);
    }

    [Fact]
    public async Task A_replica_refuses_to_write()
    {
        await using var writer = TestRepo.InFile(out var path);
        await writer.Query("create table posts (id integer primary key, title text, user_id int)");
        await using var replica = TestRepo.Open(new RepoOptions { Adapter = new SqliteAdapter(), Database = path, ReadOnly = true });

        Assert.Null(await replica.Get<Post>(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => replica.Insert(new Post { Title = "x" }));
    }

    [Fact]
    public async Task A_cancelled_statement_stops()
    {
        await using var repo = TestRepo.InFile(out _);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => repo.Query(
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n", cancellationToken: cancel.Token)));

        Assert.Single((await repo.Query("select 1")).Rows);
    }

    [Fact]
    public async Task A_slow_statement_is_logged_without_its_parameters()
    {
        using var log = new LogCapture();
        await using var repo = TestRepo.Open(
            new RepoOptions { Adapter = new SqliteAdapter(), Database = ":memory:", SlowStatement = TimeSpan.Zero, Stacktrace = true }, log);

        await repo.Query("select $1", ["hush"]);

        var entry = Assert.Single(log.Entries, e => e.Level == LogLevel.Warning);
        Assert.Contains("select $1", entry.Message);
        Assert.Contains("**redacted**", entry.Message);
        Assert.Contains(nameof(A_slow_statement_is_logged_without_its_parameters), entry.Message);
        Assert.DoesNotContain("hush", entry.Message);
    }

    [Fact]
    public void A_repo_that_could_use_several_adapters_asks_which()
    {
        var error = Assert.Throws<RepoConfigurationException>(() => TestRepo.Open(new RepoOptions { Database = "x" }));
        var unknown = Assert.Throws<RepoConfigurationException>(() => TestRepo.Open(new RepoOptions { Database = "x", Scheme = "oracle" }));

        Assert.Contains("sqlite", error.Message);
        Assert.Contains("postgres", unknown.Message);
    }
}
