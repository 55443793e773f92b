using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;
using Zhar.Testing;

namespace Zhar.Data.Conformance;

public sealed class SandboxTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, OnDatabases]
    public async Task DATA_104(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var repo = made.Repo;
        Sandbox.Start(repo);

        // The two meet after each has written, so that both are there when they look.
        var meeting = new Barrier(2);
        async Task<IReadOnlyList<object?>> Test(string name)
        {
            await using var owner = await Begin(repo);
            await Insert(repo, name);
            await Task.Run(meeting.SignalAndWait);
            var seen = await Names(repo);
            await Task.Run(meeting.SignalAndWait);
            return seen;
        }

        // Copies permit the same unique value; in one database the second writer would wait for the first.
        var (first, second) = database == Database.SQLite ? ("same", "same") : ("one", "two");
        var results = await Task.WhenAll(Task.Run(() => Test(first)), Task.Run(() => Test(second))).WaitAsync(Patience);

        Check.Equal([first], results[0]);
        Check.Equal([second], results[1]);
        await using var after = await Begin(repo);
        Check.Empty(await Names(repo));
        await Sandbox.Stop(repo);
        Check.Empty(await Names(repo));
    }

    [Theory, OnDatabases]
    public async Task A_request_that_brings_the_ticket_of_a_test_belongs_to_it(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var repo = made.Repo;
        string ticket;
        await using (var owner = await Begin(repo))
        {
            ticket = owner.Ticket;
            await Insert(repo, "mine");

            Check.Equal(["mine"], await Request(() => Names(repo), ticket));
            await Check.ThrowsAsync<SandboxException>(() => Request(() => Names(repo), null));
            Check.Contains("no ticket", (await Check.ThrowsAsync<SandboxException>(() => Request(() => Names(repo), "forged"))).Message);
        }

        await Check.ThrowsAsync<SandboxException>(() => Request(() => Names(repo), ticket));

        // As a server's thread does, which knows nothing of the test.
        Task<IReadOnlyList<object?>> Request(Func<Task<IReadOnlyList<object?>>> handle, string? brought)
        {
            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(() =>
                {
                    if (brought is not null)
                        Sandbox.Enter(repo, brought);
                    return handle();
                }).WaitAsync(Patience);
            }
        }
    }

    [Theory, OnDatabases]
    public async Task DATA_104_errors_and_transactions(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var repo = made.Repo;
        await using (await Begin(repo))
        {
            await Insert(repo, "kept");
            await Check.ThrowsAnyAsync<Exception>(() => Insert(repo, "kept"));
            await Insert(repo, "after the error");

            await repo.Transact(async _ => await Insert(repo, "committed"));
            var undone = await repo.Transact<int>(async transaction =>
            {
                await Insert(repo, "undone");
                return transaction.Rollback<int>("no");
            });
            Check.IsType<Error<int>>(undone);
            await Check.ThrowsAsync<InvalidOperationException>(() => repo.Transact(async _ =>
            {
                await Insert(repo, "thrown away");
                throw new InvalidOperationException("Stop.");
            }));
            await repo.Transact(async _ =>
            {
                await Insert(repo, "outer");
                await repo.Transact(async _ => await Insert(repo, "inner"));
            });
            Check.Equal(["after the error", "committed", "inner", "kept", "outer"], await Names(repo));

            // The transaction can go on, but it ends as it does outside of tests.
            var failed = await repo.Transact(async _ =>
            {
                await Insert(repo, "first");
                await Check.ThrowsAnyAsync<Exception>(() => Insert(repo, "first"));
                await Insert(repo, "second");
            });
            Check.Equal(database == Database.PostgreSQL, failed is Error<Unit> { Reason.Tag: "rollback" });
            Check.Equal(database == Database.PostgreSQL ? 5 : 7, (await Names(repo)).Count);
        }

        await using var next = await Begin(repo);
        Check.Empty(await Names(repo));
    }

    [Theory, OnDatabases]
    public async Task DATA_104_forty_at_once(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        var repo = made.Repo;
        Sandbox.Start(repo);

        var seen = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await using var owner = await Begin(repo);
            await Insert(repo, $"n{i}");
            await repo.Transact(async _ => await Insert(repo, $"t{i}"));
            return (i, await Names(repo));
        }))).WaitAsync(Patience);

        foreach (var (i, names) in seen)
            Check.Equal([$"n{i}", $"t{i}"], names);
    }

    [Theory, OnDatabases]
    public async Task DATA_105(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        await using var node = TestNode.Start();
        var repo = made.Repo;
        Sandbox.Start(repo);

        // A process that no test has started: nobody has checked anything out yet.
        var stranger = Worker.Start(node.Node, repo);
        var nobody = await Check.ThrowsAsync<SandboxException>(() => Names(repo));
        Check.Contains("belongs to no test", nobody.Message);

        var owner = Sandbox.Checkout(repo);
        await using (owner)
        {
            await owner.Open();
            await Insert(repo, "mine");

            var refused = Check.IsType<SandboxException>((await stranger.Look()).Error);
            Check.Contains("1. Start it from the test", refused.Message);
            Check.Contains("2. Allow it in the test: Sandbox.Allow(repo, pid)", refused.Message);
            Check.Contains("3. Share the test's connection", refused.Message);

            Sandbox.Allow(repo, stranger.Pid);
            Check.Equal(["mine"], (await stranger.Look()).Names);

            // What the test starts inherits: a task of .NET, a process, and a process that this one starts.
            Check.Equal(["mine"], await Task.Run(() => Names(repo)));
            var child = Worker.Start(node.Node, repo);
            Check.Equal(["mine"], (await child.Look()).Names);
            Check.Equal(["mine"], (await child.LookInTask()).Names);

            Task foreign;
            using (ExecutionContext.SuppressFlow())
                foreign = Task.Run(() => Names(repo));
            await Check.ThrowsAsync<SandboxException>(() => foreign);
        }

        var ended = Check.IsType<SandboxException>((await stranger.Look()).Error);
        Check.Contains("belongs to no test", ended.Message);
    }

    [Theory, OnDatabases]
    public async Task DATA_105_shared(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        await using var node = TestNode.Start();
        var repo = made.Repo;
        Sandbox.Start(repo);
        var stranger = Worker.Start(node.Node, repo);

        await using (var owner = Sandbox.Checkout(repo))
        {
            await owner.Open();
            Sandbox.Share(repo);
            await Insert(repo, "mine");
            Check.Equal(["mine"], (await stranger.Look()).Names);
            await using var other = new SandboxHolder(repo).Owner;
            Check.Throws<SandboxException>(other.Share);
        }

        Check.NotNull((await stranger.Look()).Error);
    }

    [Theory, OnDatabases]
    public async Task DATA_105_a_process_that_dies_in_its_transaction(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateNotes)]);
        await using var node = TestNode.Start();
        var repo = made.Repo;
        await using var owner = await Begin(repo);
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = node.Node.Spawn(async self => await repo.Transact(async _ =>
        {
            await Insert(repo, "half");
            inside.SetResult();
            await self.Receive<Unit>();
        }));
        await inside.Task.WaitAsync(Patience);

        await node.Run(_ =>
        {
            Process.Exit(worker, ExitReason.Kill);
            return Task.FromResult(0);
        });

        Check.Empty(await Names(repo).WaitAsync(Patience));
        await Insert(repo, "whole");
        Check.Equal(["whole"], await Names(repo));
    }

    [Fact]
    public async Task Who_waits_for_the_turn_of_a_transaction_that_waits_for_him_is_told()
    {
        await using var made = await TestDatabase.Create(Database.SQLite, [typeof(CreateNotes)], options => options.Timeout = TimeSpan.FromMilliseconds(50));
        var repo = made.Repo;
        await using var owner = await Begin(repo);
        var outside = ExecutionContext.Capture()!;

        await repo.Transact(async _ =>
        {
            // As a process of the same test would: it belongs to the owner, but not to this transaction.
            Task<IReadOnlyList<object?>>? other = null;
            ExecutionContext.Run(outside, _ => other = Names(repo), null);

            Check.Contains("all processes of a test share one connection", (await Check.ThrowsAsync<SandboxException>(() => other!)).Message);
        });
    }

    private static Task<SandboxOwner> Begin(Repo repo)
    {
        // Not async itself, so that the caller is the owner.
        var owner = Sandbox.Checkout(repo);
        return Opened(owner);

        static async Task<SandboxOwner> Opened(SandboxOwner owner)
        {
            await owner.Open();
            return owner;
        }
    }

    private static Task<QueryResult> Insert(Repo repo, string name) => repo.Query($"insert into notes (name) values ('{name}')");

    private static async Task<IReadOnlyList<object?>> Names(Repo repo) => [.. (await repo.Query("select name from notes order by name")).Rows.Select(row => row[0])];

    [Migration(1)]
    public sealed class CreateNotes : Migration
    {
        public override void Change()
        {
            Create.Table("notes", t => t.String("name").NotNull());
            Create.UniqueIndex("notes", "name");
        }
    }

    private sealed record Seen(IReadOnlyList<object?>? Names, Exception? Error);

    private sealed class SandboxHolder
    {
        public SandboxHolder(Repo repo)
        {
            var before = ExecutionContext.Capture();
            SandboxOwner? made = null;
            ExecutionContext.Run(before!, _ => made = Sandbox.Checkout(repo), null);
            Owner = made!;
        }

        public SandboxOwner Owner { get; }
    }

    /// <summary>A process that looks into the table when it is told to.</summary>
    private sealed class Worker
    {
        private readonly Repo _repo;

        private Worker(Repo repo) => _repo = repo;

        public Pid Pid { get; private set; }

        public static Worker Start(Node node, Repo repo)
        {
            var worker = new Worker(repo);
            worker.Pid = node.Spawn(async self =>
            {
                while (true)
                {
                    var order = await self.Receive<TaskCompletionSource<Seen>>(_ => true);
                    if (order.Task.AsyncState is "task")
                        order.SetResult(await ProcessTask.Async(() => worker.LookNow()).Await());
                    else
                        order.SetResult(await worker.LookNow());
                }
            });
            return worker;
        }

        public Task<Seen> Look() => Send(null);

        public Task<Seen> LookInTask() => Send("task");

        private async Task<Seen> LookNow()
        {
            try
            {
                return new Seen(await Names(_repo), null);
            }
            catch (Exception e)
            {
                return new Seen(null, e);
            }
        }

        private Task<Seen> Send(string? kind)
        {
            var order = new TaskCompletionSource<Seen>(kind, TaskCreationOptions.RunContinuationsAsynchronously);
            Pid.Send(order);
            return order.Task.WaitAsync(Patience);
        }
    }
}
