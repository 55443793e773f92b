using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class TransactionTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_095(Database database)
    {
        var repo = await On(database);

        var ok = await repo.Transact(async _ =>
        {
            Check.True(repo.InTransaction);
            return (await repo.InsertOrThrow(new Label { Name = "kept" })).Name;
        });
        Check.Equal(new Ok<string>("kept"), ok);
        Check.False(repo.InTransaction);

        var error = await repo.Transact<int>(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "undone" });
            return new Error<int>("no");
        });
        Check.Equal(new Error<int>("no"), error);

        await Check.ThrowsAsync<InvalidDataException>(() => repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "undone" });
            throw new InvalidDataException();
        }));

        var rolledBack = await repo.Transact(async transaction =>
        {
            await repo.InsertOrThrow(new Label { Name = "undone" });
            transaction.Rollback("reason");
        });
        Check.Equal("reason", Check.IsType<Error<Unit>>(rolledBack).Reason.Value);

        var poisoned = await repo.Transact(async _ =>
        {
            await repo.InsertOrThrow(new Label { Name = "undone" });
            await repo.Transact(inner =>
            {
                inner.Rollback("inner");
                return Task.CompletedTask;
            });
            return 1;
        });
        Check.Equal("rollback", Check.IsType<Error<int>>(poisoned).Reason.Tag);

        Check.Equal(1L, await CountOf("labels"));
    }

    [Theory, OnDatabases]
    public async Task DATA_096(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Note { Text = "taken" });
        var multi = Multi.New
            .Put("greeting", "hello")
            .Insert("member", new Member { Name = "Ann" })
            .Insert("note", r => new Note { Text = r.Get<string>("greeting"), MemberId = r.Get<Member>("member").Id })
            .Run("count", async (_, r, _) => r.Count);

        var results = Check.IsType<MultiOk>(await repo.Transact(multi)).Results;
        Check.Equal(3, results.Get<int>("count"));
        Check.Equal(results.Get<Member>("member").Id, results.Get<Note>("note").MemberId);

        var failing = Multi.New
            .Insert("member", new Member { Name = "Bob" })
            .Append(Multi.New.Insert("note", Note.Changeset(new(), Of(("text", "taken")))))
            .Run("never", (_, _, _) => Task.FromResult(1));
        var failed = Check.IsType<MultiFailed>(await repo.Transact(failing));
        Check.Equal("note", failed.Step);
        Check.Equal(["has already been taken"], Check.IsType<Changeset<Note>>(failed.Value).ErrorsOn(n => n.Text));
        Check.Equal(["member"], failed.SoFar.Names);
        Check.Equal(1L, await CountOf("members"));

        Forget();
        var known = Check.IsType<MultiFailed>(await repo.Transact(failing.Insert("bad", Member.Changeset(new(), Of(("name", ""))))));
        Check.Equal("bad", known.Step);
        Check.Empty(Statements);

        Check.Throws<ArgumentException>(() => multi.Put("member", 1));
        Check.Throws<ArgumentException>(() => multi.Append(Multi.New.Put("note", 1)));
        Check.Equal(["first", "greeting", "member", "note", "count"], multi.Prepend(Multi.New.Put("first", 0)).Names);
        var merged = await repo.Transact(Multi.New.Put("n", 2).Merge(r => Multi.New.Put("twice", r.Get<int>("n") * 2)));
        Check.Equal(4, merged.OrThrow().Get<int>("twice"));
        var rolledBack = await repo.Transact(Multi.New.Insert("member", new Member { Name = "Cid" }).Run("stop", (_, _, _) => Task.FromResult<Result<int>>(new Error<int>("enough"))));
        Check.Equal((ExitReason)"enough"!, Check.IsType<MultiFailed>(rolledBack).Value);
        Check.Equal(1L, await CountOf("members"));
    }
}
