using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class WriteTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_085(Database database)
    {
        var repo = await On(database);
        await repo.InsertAll<Member>([new Member { Name = "same" }, new Member { Name = "same" }]);

        await Check.ThrowsAsync<ArgumentNullException>(() => repo.Get<Member>(null!));
        Check.Null(await repo.Get<Member>(999));
        var missing = await Check.ThrowsAsync<NotFoundException>(() => repo.GetOrThrow<Member>(999));
        Check.Contains("999", missing.Query);
        var several = await Check.ThrowsAsync<MultipleResultsException>(() => repo.GetBy<Member>(new Dictionary<string, object?> { ["Name"] = "same" }));
        Check.Equal(2, several.Count);
    }

    [Theory, OnDatabases]
    public async Task DATA_086(Database database)
    {
        var repo = await On(database);
        Forget();

        var member = await repo.InsertOrThrow(Member.Changeset(new(), Of(("name", "Ann"), ("age", "41"))));
        var insert = Check.Single(Statements.Where(s => s.Kind == StatementKind.Insert));
        Check.DoesNotContain("email", insert.Sql);
        Check.DoesNotContain("motto", insert.Sql.Split("values")[0]);
        Check.Equal((41, "carpe diem"), (member.Age, member.Motto));

        Forget();
        await repo.UpdateOrThrow(member.Change().PutChange(m => m.Age, 42));
        var update = Check.Single(Statements.Where(s => s.Kind == StatementKind.Update));
        Check.DoesNotContain("name", update.Sql.Split("where")[0]);
        Check.Contains("age", update.Sql);

        Forget();
        await repo.UpdateOrThrow(member.Change());
        Check.Empty(Statements);
    }

    [Theory, OnDatabases]
    public async Task DATA_087(Database database)
    {
        var repo = await On(database);
        Forget();

        var insert = await repo.Insert(Member.Changeset(new(), Of(("name", " "))));
        var update = await repo.Update(Member.Changeset(new Member { Id = 1, Name = "Ann" }, Of(("name", ""))));

        Check.Equal(ChangesetAction.Insert, Check.IsType<Invalid<Member>>(insert).Changeset.Action);
        Check.Equal(ChangesetAction.Update, Check.IsType<Invalid<Member>>(update).Changeset.Action);
        Check.Empty(Statements);
        await Check.ThrowsAsync<InvalidChangesetException>(() => repo.InsertOrThrow(Member.Changeset(new(), Of(("name", "")))));
    }

    [Theory, OnDatabases]
    public async Task DATA_088(Database database)
    {
        var repo = await On(database);
        var member = await repo.InsertOrThrow(new Member { Name = "Ann" });
        await repo.DeleteOrThrow(member);
        var change = member.Change().PutChange(m => m.Name, "Bea");

        await Check.ThrowsAsync<StaleEntryException>(() => repo.Update(change));
        await Check.ThrowsAsync<StaleEntryException>(() => repo.Delete(member));
        var field = await repo.Update(change, new() { StaleErrorField = "Name", StaleErrorMessage = "was deleted" });
        Check.Equal(["was deleted"], Check.IsType<Invalid<Member>>(field).Changeset.ErrorsOn(m => m.Name));
        var usual = await repo.Delete(member, new() { StaleErrorField = "Id" });
        Check.Equal(["is stale"], Check.IsType<Invalid<Member>>(usual).Changeset.ErrorsOn("Id"));
        Check.IsType<Ok<Member>>(await repo.Delete(member, new() { AllowStale = true }));
        Check.IsType<Ok<Member>>(await repo.Update(change, new() { AllowStale = true }));
    }

    [Theory, OnDatabases]
    public async Task DATA_089(Database database)
    {
        var repo = await On(database);
        var account = await repo.InsertOrThrow(new Account { Balance = 1 });

        var first = await repo.UpdateOrThrow(account.Change().PutChange(a => a.Balance, 2));
        Check.Equal(2, first.Version);
        await Check.ThrowsAsync<StaleEntryException>(() => repo.Update(account.Change().PutChange(a => a.Balance, 3)));
        await Check.ThrowsAsync<StaleEntryException>(() => repo.Delete(account));

        await repo.Query("update accounts set version = null");
        var without = await repo.GetOrThrow<Account>(account.Id);
        Check.Equal(1, (await repo.UpdateOrThrow(without.Change().PutChange(a => a.Balance, 4))).Version);
        await Check.ThrowsAsync<StaleEntryException>(() => repo.Update(without.Change().PutChange(a => a.Balance, 5)));
        Check.Equal(4, (await repo.GetOrThrow<Account>(account.Id)).Balance);
    }

    [Theory, OnDatabases]
    public async Task DATA_090(Database database)
    {
        var repo = await On(database);
        ConflictTarget onEmail = ["Email"];
        var ann = await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x", Age = 1 }, new() { OnConflict = OnConflict.Nothing, ConflictTarget = onEmail });
        Check.Equal(Outcome.Inserted, ann.Outcome());

        await Check.ThrowsAsync<ConstraintException>(() => repo.Insert(new Member { Name = "x", Email = "a@x" }));

        var nothing = await repo.InsertOrThrow(new Member { Name = "Bob", Email = "a@x" }, new() { OnConflict = OnConflict.Nothing, ConflictTarget = onEmail });
        Check.Equal(Outcome.Ignored, nothing.Outcome());
        Check.Equal("Ann", (await repo.GetOrThrow<Member>(ann.Id)).Name);

        var listed = await repo.InsertOrThrow(new Member { Name = "Bob", Email = "a@x", Age = 2 }, new() { OnConflict = OnConflict.Replace<Member>(m => m.Age), ConflictTarget = onEmail });
        Check.Equal((ann.Id, "Ann", 2, Outcome.Updated), (listed.Id, listed.Name, listed.Age!.Value, listed.Outcome()!.Value));

        var except = await repo.InsertOrThrow(new Member { Name = "Cid", Email = "a@x", Age = 3 }, new() { OnConflict = OnConflict.ReplaceAllExcept<Member>(m => new { m.Id, m.Age, m.InsertedAt }), ConflictTarget = onEmail });
        Check.Equal((ann.Id, "Cid", 2, ann.InsertedAt), (except.Id, except.Name, except.Age!.Value, except.InsertedAt));

        var all = await repo.InsertOrThrow(new Member { Name = "Dan", Email = "a@x", Age = 9 }, new() { OnConflict = OnConflict.ReplaceAll, ConflictTarget = onEmail });
        Check.Equal(("Dan", 9), (all.Name, all.Age!.Value));

        var set = await repo.InsertOrThrow(
            new Member { Name = "Eve", Email = "a@x" },
            new() { OnConflict = OnConflict.Set(new Dictionary<string, object?> { ["Name"] = "set" }).ThenInc("Age", 10), ConflictTarget = onEmail });
        Check.Equal(("set", 19), (set.Name, set.Age!.Value));

        var fresh = await repo.InsertOrThrow(new Member { Name = "New", Email = "n@x" }, new() { OnConflict = OnConflict.Replace("Name"), ConflictTarget = onEmail });
        Check.Equal(Outcome.Inserted, fresh.Outcome());
        Check.Equal(2L, await CountOf("members"));
    }

    [Theory, OnDatabases]
    public async Task DATA_090_nothing_ignores_duplicates_alone(Database database)
    {
        var repo = await On(database);
        InsertOptions nothing = new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Email"] };

        await Check.ThrowsAsync<ConstraintException>(() => repo.Insert(new Member { Name = "Ann", Email = "a@x", ClubId = 999 }, nothing));
        await Check.ThrowsAsync<ConstraintException>(() => repo.Insert(new Member { Name = "Ann", Email = "a@x", Age = -1 }, nothing));
        await Check.ThrowsAsync<ConstraintException>(() => repo.InsertAll([new Member { Name = "Ann", Email = "a@x", Age = -1 }], new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Email"] }));
        if (database != Database.SQLite) // which has no longest text
            await Check.ThrowsAsync<DatabaseException>(() => repo.Insert(new Member { Name = new string('x', 300), Email = "a@x" }, nothing));

        Check.Equal(0L, await CountOf("members"));
    }

    [Theory, OnDatabases]
    public async Task DATA_090_a_row_that_stays_as_it_is(Database database)
    {
        var repo = await On(database);
        var ann = await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x", Age = 1 });

        foreach (var conflict in new OnConflict[] { OnConflict.Replace("Age"), OnConflict.Set(new Dictionary<string, object?> { ["Age"] = 1 }) })
        {
            var same = await repo.InsertOrThrow(new Member { Name = "Bob", Email = "a@x", Age = 1 }, new() { OnConflict = conflict, ConflictTarget = ["Email"] });
            Check.Equal((ann.Id, "Ann", Outcome.Updated), (same.Id, same.Name, same.Outcome()!.Value));
        }

        var ignored = await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x", Age = 1 }, new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Email"] });
        Check.Equal(Outcome.Ignored, ignored.Outcome());

        // After an error in the midst of an upsert the count begins anew.
        await Check.ThrowsAsync<ConstraintException>(() => repo.Insert(new Member { Name = "Bob", Email = "a@x", Age = -1 }, new() { OnConflict = OnConflict.Replace("Age"), ConflictTarget = ["Email"] }));
        Check.Equal(Outcome.Inserted, (await repo.InsertOrThrow(new Member { Name = "Cid", Email = "c@x" }, new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Email"] })).Outcome());

        // A key that the client gives, and no generated one.
        await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 2, Guest = "Ann" });
        ConflictTarget onKey = ["RowNumber", "Place"];
        Check.Equal(Outcome.Ignored, (await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 2 }, new() { OnConflict = OnConflict.Nothing, ConflictTarget = onKey })).Outcome());
        Check.Equal(Outcome.Updated, (await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 2, Guest = "Ann" }, new() { OnConflict = OnConflict.Replace("Guest"), ConflictTarget = onKey })).Outcome());
        Check.Equal(Outcome.Inserted, (await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 3 }, new() { OnConflict = OnConflict.Replace("Guest"), ConflictTarget = onKey })).Outcome());
    }

    [Theory, OnDatabases]
    public async Task DATA_090_rows_are_counted_once(Database database)
    {
        var repo = await On(database);
        ConflictTarget key = ["RowNumber", "Place"];
        await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 1, Guest = "Ann" });
        Seat[] seats = [new() { RowNumber = 1, Place = 1, Guest = "Bob" }, new() { RowNumber = 1, Place = 2, Guest = "Cid" }];

        Check.Equal(1L, (await repo.InsertAll(seats, new() { OnConflict = OnConflict.Nothing, ConflictTarget = key })).Count);
        Check.Equal("Ann", (await repo.GetByOrThrow<Seat>(s => s.Place, 1)).Guest);
        Check.Equal(2L, (await repo.InsertAll(seats, new() { OnConflict = OnConflict.Replace("Guest"), ConflictTarget = key })).Count);
        Check.Equal("Bob", (await repo.GetByOrThrow<Seat>(s => s.Place, 1)).Guest);

        if (!repo.Adapter.Capabilities.Returning)
            return;
        Seat[] more = [new() { RowNumber = 1, Place = 3 }, .. seats, new() { RowNumber = 1, Place = 4 }];
        var fresh = await repo.InsertAll(more, new() { OnConflict = OnConflict.Nothing, ConflictTarget = key, Returning = true });
        Check.Equal((2L, 2), (fresh.Count, fresh.Rows.Count));
        Check.Equal([3, 4], fresh.Rows.Select(static s => s.Place));
        var all = await repo.InsertAll(more, new() { OnConflict = OnConflict.Replace("Guest"), ConflictTarget = key, Returning = true });
        Check.Equal([3, 1, 2, 4], all.Rows.Select(static s => s.Place));
        Check.Equal(4L, all.Count);
    }

    [Theory, OnDatabases("conditions and other targets of an upsert", Database.MariaDB)]
    public async Task DATA_090_conditions(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x", Age = 5 });

        var where = await repo.InsertOrThrow(
            new Member { Name = "Bob", Email = "a@x", Age = 3 },
            new() { OnConflict = OnConflict.Set(new Dictionary<string, object?> { ["Name"] = "younger" }).Where("excluded.age > members.age"), ConflictTarget = ConflictTarget.Sql("(email)") });

        Check.Equal(Outcome.Ignored, where.Outcome());
        Check.Equal("Ann", (await repo.GetByOrThrow<Member>(m => m.Email, "a@x")).Name);
        await repo.Query("create unique index members_adult on members (name) where age > 17");
        await repo.InsertOrThrow(new Member { Name = "Cid", Age = 20 });
        var partial = await repo.InsertOrThrow(new Member { Name = "Cid", Age = 30 }, new() { OnConflict = OnConflict.Replace("Age"), ConflictTarget = ConflictTarget.ColumnsWhere("age > 17", "Name") });
        Check.Equal((Outcome.Updated, 30), (partial.Outcome()!.Value, partial.Age!.Value));
    }

    [Theory, OnDatabases]
    public async Task DATA_091(Database database)
    {
        var repo = await On(database);

        var uneven = await repo.InsertAll<Member>([
            new Dictionary<string, object?> { ["Name"] = "a", ["Rank"] = Rank.Admin, ["Age"] = 1, ["InsertedAt"] = DateTime.UtcNow, ["UpdatedAt"] = DateTime.UtcNow },
            new Dictionary<string, object?> { ["Name"] = "b", ["Rank"] = "member", ["Email"] = "b@x", ["InsertedAt"] = DateTime.UtcNow, ["UpdatedAt"] = DateTime.UtcNow }]);
        Check.Equal(2L, uneven.Count);
        var b = await repo.GetBy<Member>(new Dictionary<string, object?> { ["Name"] = "b" });
        Check.Equal((null, "b@x", "carpe diem"), (b!.Age, b.Email, b.Motto));

        var returned = await repo.InsertAll([.. Enumerable.Range(0, 50).Select(i => new Label { Name = $"l{i}" })], new InsertAllOptions { Returning = true });
        Check.Equal(Enumerable.Range(0, 50).Select(i => $"l{i}"), returned.Rows.Select(l => l.Name));
        Check.True(returned.Rows.All(l => l.Id > 0));

        var before = await CountOf("labels");
        var many = await repo.InsertAll<Label>([.. Enumerable.Range(0, 70_000).Select(i => new Label { Name = "x" })]);
        Check.Equal(70_000L, many.Count);
        Check.Equal(before + 70_000, await CountOf("labels"));

        await Check.ThrowsAsync<ConstraintException>(() => repo.InsertAll<Note>([.. Enumerable.Range(0, 25_000).Select(i => new Note { Text = i == 24_999 ? "n0" : $"n{i}" })]));
        Check.Equal(0L, await CountOf("notes"));
    }

    [Theory, OnDatabases]
    public async Task DATA_091_values_that_are_queries(Database database)
    {
        var repo = await On(database);
        var club = await repo.InsertOrThrow(new Club { Name = "red" });
        var red = Query.From<Club>().Where(c => c.Name == "red").Select(c => c.Id);
        Dictionary<string, object?> Row(string name, object? clubId) => new() { ["Name"] = name, ["Rank"] = Rank.Member, ["ClubId"] = clubId, ["InsertedAt"] = DateTime.UtcNow, ["UpdatedAt"] = DateTime.UtcNow };

        var inserted = await repo.InsertAll<Member>([Row("a", red), Row("b", red), Row("c", red.Where(id => id < 0)), Row("d", club.Id)]);

        Check.Equal(4L, inserted.Count);
        Check.Equal([club.Id, club.Id, null, club.Id], await repo.All(Query.From<Member>().OrderBy(m => m.Name).Select(m => m.ClubId)));
        await repo.InsertOrThrow(new Club { Name = "red" });
        await Check.ThrowsAsync<MultipleResultsException>(() => repo.InsertAll<Member>([Row("e", null), Row("f", red)]));
        Check.Equal(4L, await CountOf("members"));
    }

    [Theory, OnDatabases("schemas of one database as prefixes", Database.SQLite)]
    public async Task DATA_097(Database database)
    {
        var repo = await On(database);
        var tenant = $"tenant_{Guid.NewGuid():N}";
        await repo.Query($"create schema {tenant}");
        try
        {
            await repo.Query(database == Database.PostgreSQL ? $"create table {tenant}.owners (like owners including all)" : $"create table {tenant}.owners like owners");
            foreach (var table in (string[])["toys", "badges"])
                await repo.Query(database == Database.PostgreSQL ? $"create table {tenant}.{table} (like {table} including all)" : $"create table {tenant}.{table} like {table}");

            var owner = await repo.InsertOrThrow(new Owner { Name = "Ann", Toys = [new Toy { Name = "ball" }] }, new() { Prefix = tenant });
            Check.Equal(tenant, owner.GetMeta().Prefix);
            Check.Equal(0L, await CountOf("owners"));
            Check.Equal(1L, await CountOf($"{tenant}.toys"));

            await repo.UpdateOrThrow(owner.Change().PutChange(o => o.Name, "Bea"));
            Check.Equal("Bea", (await repo.GetOrThrow<Owner>(owner.Id, new() { Prefix = tenant })).Name);
            Check.Null(await repo.Get<Owner>(owner.Id));
            Check.Equal("Bea", (await repo.ReloadOrThrow(owner)).Name);

            // What is put into it goes where it is, though neither the call nor the child names the prefix.
            var found = (await repo.All(Query.From<Owner>().Prefix(tenant).Preload(o => o.Toys).Preload(o => o.Badge)))[0];
            await repo.UpdateOrThrow(found.Change().PutAssoc(o => o.Toys, [.. found.Toys, new Toy { Name = "kite" }]));
            await repo.UpdateOrThrow(found.Change().PutAssoc(o => o.Badge, new Badge { Text = "new" }));
            Check.Equal((2L, 1L), (await CountOf($"{tenant}.toys"), await CountOf($"{tenant}.badges")));
            Check.Equal((0L, 0L), (await CountOf("toys"), await CountOf("badges")));
            await repo.InsertOrThrow(owner.PutMeta(Meta.Built) with { Id = 0, Toys = default }, new());
            Check.Equal(1L, await CountOf("owners"));
        }
        finally
        {
            await repo.Query(database == Database.PostgreSQL ? $"drop schema {tenant} cascade" : $"drop schema {tenant}");
        }
    }

    [Theory, OnDatabases]
    public async Task DATA_099(Database database)
    {
        var repo = await On(database, options => options.LogParameters = true);
        Forget();

        var member = await repo.InsertOrThrow(new Member { Name = "Ann", Secret = "hush" }, new() { TelemetryTag = "tagged" });
        await repo.GetOrThrow<Member>(member.Id);
        await Check.ThrowsAsync<DatabaseException>(() => repo.Query("select nothing from nowhere"));

        var insert = Statements[0];
        Check.Equal(("members", StatementKind.Insert, true, "tagged"), (insert.Source, insert.Kind, insert.IsOk, (string?)insert.Tag));
        Check.Contains("Ann", insert.Parameters.Select(p => p as string));
        Check.DoesNotContain("hush", insert.Parameters.Select(p => p as string));
        Check.Contains("**redacted**", insert.Parameters.Select(p => p as string));
        var select = Statements.Last(s => s is { Kind: StatementKind.Select, IsOk: true });
        Check.True(select.QueryTime > TimeSpan.Zero && select.DecodeTime >= TimeSpan.Zero && select.QueueTime >= TimeSpan.Zero);
        Check.Equal(1L, select.Rows);
        Check.Equal(1, Statements.Count(s => !s.IsOk));
    }
}
