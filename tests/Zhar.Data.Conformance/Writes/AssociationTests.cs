using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class AssociationTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_060(Database database)
    {
        var repo = await On(database);
        var owner = await repo.InsertOrThrow(new Owner { Name = "Ann", Things = [new Thing { Name = "t1" }, new Thing { Name = "t2" }], Toys = [new Toy { Name = "ball" }], Badge = new Badge { Text = "one" } });

        var nilified = await repo.UpdateOrThrow(owner.Change().PutAssoc(o => o.Things, [owner.Things[1]]));
        Check.Equal(["t2"], nilified.Things.Select(t => t.Name));
        Check.Null((await repo.GetOrThrow<Thing>(owner.Things[0].Id)).OwnerId);

        await repo.DeleteOrThrow(owner.Toys[0]);
        var gone = await repo.UpdateOrThrow(owner.Change().PutAssoc(o => o.Toys, []));
        Check.Empty(gone.Toys);

        var inPlace = await repo.UpdateOrThrow(owner.Change().PutAssoc(o => o.Badge, new Dictionary<string, object?> { ["Text"] = "two" }));
        Check.Equal((owner.Badge.Value!.Id, "two"), (inPlace.Badge.Value!.Id, inPlace.Badge.Value.Text));
        Check.Equal(1L, await CountOf("badges"));

        var member = await repo.InsertOrThrow(new Member { Name = "Bob", Notes = [new Note { Text = "a" }, new Note { Text = "b" }] });
        var deleted = await repo.UpdateOrThrow(member.Change().PutAssoc(m => m.Notes, [member.Notes[0]]));
        Check.Equal(["a"], deleted.Notes.Select(n => n.Text));
        Check.Equal(1L, await CountOf("notes"));

        var club = await repo.InsertOrThrow(new Club { Name = "Chess", Members = [new Member { Name = "Cid" }] });
        Check.Throws<InvalidOperationException>(() => club.Change().PutAssoc(c => c.Members, []));
    }

    [Theory, OnDatabases]
    public async Task DATA_066(Database database)
    {
        var repo = await On(database);
        Forget();

        var member = await repo.InsertOrThrow(new Member { Name = "Ann" }.Change()
            .PutAssoc(m => m.Club, new Club { Name = "Chess" })
            .PutAssoc(m => m.Notes, [new Note { Text = "one" }, new Note { Text = "two" }]));

        Check.Equal(["clubs", "members", "notes", "notes"], Statements.Where(s => s.Kind == StatementKind.Insert).Select(s => s.Source!));
        Check.Equal(["begin", "commit"], Statements.Where(s => s.Kind == StatementKind.Transaction).Select(s => s.Sql));
        Check.Equal(member.ClubId, member.Club.Value!.Id);
        Check.True(member.Notes.All(n => n.MemberId == member.Id && n.GetMeta().State == RecordState.Loaded));
        Check.Equal(member.ClubId, (await repo.GetOrThrow<Member>(member.Id)).ClubId);
        Check.Equal(2L, await CountOf("notes"));

        var moved = await repo.UpdateOrThrow(member.Change().PutChange(m => m.ClubId, (await repo.InsertOrThrow(new Club { Name = "Go" })).Id));
        Check.False(moved.Club.IsLoaded);
    }

    [Theory, OnDatabases]
    public async Task DATA_067(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Note { Text = "taken" });

        var constraint = await repo.Insert(new Member { Name = "Ann" }.Change().PutAssoc(m => m.Notes, [new Note { Text = "free" }, Note.Changeset(new(), Of(("text", "taken")))]));
        var invalid = await repo.Insert(new Member { Name = "Ann" }.Change().PutAssoc(m => m.Notes, [Note.Changeset(new(), Of(("text", "")))]));

        var failed = Check.IsType<Invalid<Member>>(constraint).Changeset;
        Check.False(failed.IsValid);
        Check.Equal(0L, failed.Data.Id);
        Check.Equal([true, false], failed.ChildrenOf("Notes").Select(c => c.IsValid));
        Check.Equal(["Text has already been taken"], failed.ChildrenOf("Notes")[1].Errors.Select(e => e.ToString()));
        Check.Equal(ChangesetAction.Insert, failed.ChildrenOf("Notes")[0].Action);
        Check.IsType<Invalid<Member>>(invalid);
        Check.Equal(0L, await CountOf("members"));
        Check.Equal(1L, await CountOf("notes"));
        Check.False(repo.InTransaction);
    }

    [Theory, OnDatabases]
    public async Task DATA_068(Database database)
    {
        var repo = await On(database);
        var red = await repo.InsertOrThrow(new Label { Name = "red" });

        var member = await repo.InsertOrThrow(new Member { Name = "Ann" }.Change().PutAssoc(m => m.Labels, [red, new Label { Name = "blue" }]));
        Check.Equal(2L, await CountOf("members_labels"));
        Check.Equal(2L, await CountOf("labels"));

        var again = await repo.UpdateOrThrow(member.Change().PutAssoc(m => m.Labels, [member.Labels[0], member.Labels[1], new Label { Name = "green" }]));
        Check.Equal(3L, await CountOf("members_labels"));

        var fewer = await repo.UpdateOrThrow(again.Change().PutAssoc(m => m.Labels, [again.Labels[2]]));
        Check.Equal(["green"], fewer.Labels.Select(l => l.Name));
        Check.Equal(1L, await CountOf("members_labels"));
        Check.Equal(3L, await CountOf("labels"));
    }

    [Theory, OnDatabases]
    public async Task DATA_069(Database database)
    {
        var repo = await On(database);
        var owner = await repo.InsertOrThrow(new Owner { Name = "Ann", Things = [new Thing { Name = "t" }], Toys = [new Toy { Name = "ball" }] });
        var club = await repo.InsertOrThrow(new Club { Name = "Chess" });
        await repo.InsertOrThrow(new Member { Name = "Bob", ClubId = club.Id });

        await repo.DeleteOrThrow(owner);

        Check.Equal(0L, await CountOf("owners"));
        Check.Equal(0L, await CountOf("toys"));
        Check.Null((await repo.GetOrThrow<Thing>(owner.Things[0].Id)).OwnerId);
        await Check.ThrowsAsync<ConstraintException>(() => repo.Delete(club));
    }
}
