using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data.Sqlite;
using Zhar.Testing;

namespace Zhar.Data.Tests.Repos;

public sealed class RepoTreeTests : IAsyncLifetime
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("zhar-data-").FullName, "test.db");
    private readonly ServiceProvider _services;
    private readonly TestNode _node;

    public RepoTreeTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_URL", $"sqlite:{_path}"), new("POOL_SIZE", "2")]).Build();
        _services = new ServiceCollection().AddRepo<TestRepo>(configuration).BuildServiceProvider();
        _node = TestNode.Start(configure: options => options.Services = _services);
    }

    private TestRepo Repo => _services.GetRequiredService<TestRepo>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_repo_runs_as_a_child_of_a_supervisor_with_the_adapter_of_the_url()
    {
        await _node.StartSupervised(TestRepo.Child());

        Assert.Equal(1L, (await Repo.Query("select 1")).Rows[0][0]);
        Assert.IsType<SqliteAdapter>(Repo.Adapter);
        Assert.Equal(2, Repo.Options.PoolSize);
    }

    [Fact]
    public async Task Before_its_start_it_says_how_to_start_it()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Repo.Query("select 1"));

        Assert.Contains("TestRepo.Child()", error.Message);
    }

    [Fact]
    public async Task It_closes_with_its_supervisor_and_starts_again()
    {
        var child = await _node.StartSupervised(TestRepo.Child());
        await Repo.Query("create table t (n int)");

        await _node.KillAndAwaitRestart(child);

        Assert.Empty((await Repo.Query("select n from t")).Rows);
    }

    [Fact]
    public async Task A_pool_process_that_is_killed_leaves_its_place_to_the_next()
    {
        var child = await _node.StartSupervised(TestRepo.Child());
        await Repo.Query("create table t (n int)");

        for (var i = 0; i < 3; i++)
        {
            await _node.KillAndAwaitRestart(Assert.Single(await Supervisor.WhichChildren(child)).Pid);
            Assert.Empty((await Repo.Query("select n from t")).Rows);
        }
    }

    [Fact]
    public async Task A_connection_that_was_taken_before_a_restart_does_not_come_into_the_new_pool()
    {
        var child = await _node.StartSupervised(TestRepo.Child());
        await Repo.Query("create table t (n int)");

        var old = await Repo.Checkout(async () =>
        {
            await _node.KillAndAwaitRestart(child);
            return Repo.Runtime.Session!.Connection;
        });

        var pool = Repo.Runtime.Pool!;
        Assert.NotSame(pool, old.Pool);
        Assert.Equal((0, 0), (pool.Size, pool.Idle));
    }

    [Fact]
    public async Task A_dynamic_repo_is_found_again_after_its_supervisor_was_killed()
    {
        await _node.StartSupervised(TestRepo.Child());
        var tenant = await _node.StartSupervised(TestRepo.Child("tenant", new RepoOptions { Scheme = "sqlite", Database = _path + ".tenant" }));

        await _node.KillAndAwaitRestart(tenant);

        using (Repo.UseDynamic("tenant"))
            Assert.Equal(1L, (await Repo.Query("select 1")).Rows[0][0]);
    }

    [Fact]
    public async Task It_stands_in_the_tree_once()
    {
        await _node.StartSupervised(TestRepo.Child());

        var error = await Assert.ThrowsAnyAsync<Exception>(() => _node.StartSupervised(Supervisor.Child(Supervisor.OneForOne(TestRepo.Child()), "again")));

        Assert.Contains("has been started already", error.ToString());
        Assert.Equal(1L, (await Repo.Query("select 1")).Rows[0][0]);
    }

    [Fact]
    public async Task The_transaction_of_a_process_that_dies_is_rolled_back_and_its_connection_comes_back()
    {
        await _node.StartSupervised(TestRepo.Child());
        await Repo.Query("create table t (n int)");
        var inside = new TaskCompletionSource();
        var pid = _node.Node.Spawn(async _ => await Repo.Transact(async _ =>
        {
            await Repo.Query("insert into t (n) values (1)");
            inside.SetResult();
            await Process.Receive<string>();
        }));
        await inside.Task;

        await _node.Run(async _ =>
        {
            Process.Monitor(pid);
            Process.Exit(pid, ExitReason.Kill);
            await Process.Receive<Down>();
        });

        // The file has one writer: this waits for the dead one's transaction.
        await Repo.Query("insert into t (n) values (2)");
        Assert.Equal(2L, Assert.Single((await Repo.Query("select n from t")).Rows)[0]);
    }

    [Fact]
    public async Task A_process_is_not_part_of_the_transaction_that_started_it()
    {
        await _node.StartSupervised(TestRepo.Child());

        var inside = await _node.Run(async _ =>
        {
            var answer = new TaskCompletionSource<bool>();
            await Repo.Transact(async _ =>
            {
                Process.Spawn(_ =>
                {
                    answer.SetResult(Repo.InTransaction);
                    return Task.CompletedTask;
                });
                await answer.Task;
            });
            return await answer.Task;
        });

        Assert.False(inside);
    }

    [Fact]
    public async Task A_dynamic_repo_is_another_database_for_the_same_class()
    {
        await _node.StartSupervised(TestRepo.Child());
        await _node.StartSupervised(TestRepo.Child("tenant", new RepoOptions { Scheme = "sqlite", Database = _path + ".tenant" }));

        using (Repo.UseDynamic("tenant"))
            await Repo.Query("create table only_here (n int)");

        await Assert.ThrowsAsync<DatabaseException>(() => Repo.Query("select n from only_here"));
        Assert.Throws<InvalidOperationException>(() => Repo.UseDynamic("nobody"));
    }
}
