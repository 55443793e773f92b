using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class ConstraintTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_036(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x" });

        var result = await repo.Insert(Member.Changeset(new(), Of(("name", "Bob"), ("email", "a@x"))));

        var changeset = Check.IsType<Invalid<Member>>(result).Changeset;
        Check.Equal(["has already been taken"], changeset.ErrorsOn(m => m.Email));
        Check.Equal("unique", changeset.Errors[0].Metadata["constraint"]);
        Check.Equal("members_email_index", changeset.Errors[0].Metadata["constraint_name"]);
        Check.Equal("a@x", changeset.GetChange(m => m.Email));
        Check.Equal(ChangesetAction.Insert, changeset.Action);
        Check.Equal(1L, await CountOf("members"));
    }

    [Theory, OnDatabases]
    public async Task DATA_037(Database database)
    {
        var repo = await On(database);

        var foreign = await repo.Insert(Member.Changeset(new(), Of(("name", "Bob"), ("club_id", 99))));
        var assoc = await repo.Insert(new Member { Name = "Bob", ClubId = 99 }.Change().AssocConstraint(m => m.Club));

        Check.Equal(["does not exist"], Check.IsType<Invalid<Member>>(foreign).Changeset.ErrorsOn(m => m.ClubId));
        Check.Equal(["does not exist"], Check.IsType<Invalid<Member>>(assoc).Changeset.ErrorsOn("Club"));
        Check.Equal(0L, await CountOf("members"));
    }

    [Theory, OnDatabases]
    public async Task DATA_038(Database database)
    {
        var repo = await On(database);
        var club = await repo.InsertOrThrow(new Club { Name = "Chess" });
        await repo.InsertOrThrow(new Member { Name = "Ann", ClubId = club.Id });

        var result = await repo.Delete(club.Change().NoAssocConstraint(c => c.Members, name: "members_club_id_fkey"));

        Check.Equal(["are still associated with this entry"], Check.IsType<Invalid<Club>>(result).Changeset.ErrorsOn("Members"));
        Check.Equal(1L, await CountOf("clubs"));
    }

    [Theory, OnDatabases]
    public async Task DATA_039(Database database)
    {
        var repo = await On(database);

        var result = await repo.Insert(Member.Changeset(new(), Of(("name", "Bob"), ("age", -1))));

        Check.Equal(["is invalid"], Check.IsType<Invalid<Member>>(result).Changeset.ErrorsOn(m => m.Age));
    }

    [Theory, OnDatabases("exclusion constraints", Database.SQLite, Database.MariaDB)]
    public async Task DATA_039_exclusion(Database database)
    {
        var repo = await On(database);
        await repo.Query("alter table seats add constraint no_neighbours exclude using gist (int4range(place, place + 2) with &&)");
        await repo.InsertOrThrow(new Seat { RowNumber = 1, Place = 1 });

        var result = await repo.Insert(new Seat { RowNumber = 2, Place = 2 }.Change().ExclusionConstraint(s => s.Place, name: "no_neighbours"));

        Check.Equal(["violates an exclusion constraint"], Check.IsType<Invalid<Seat>>(result).Changeset.ErrorsOn(s => s.Place));
    }

    [Theory, OnDatabases]
    public async Task DATA_041(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x" });

        var error = await Check.ThrowsAsync<ConstraintException>(() =>
            repo.Insert(new Member { Name = "Bob", Email = "a@x" }.Change().CheckConstraint(m => m.Age, name: "age_positive")));

        Check.Contains("members_email_index", error.Message);
        Check.Contains("age_positive", error.Message);
        Check.Equal(ConstraintKind.Unique, error.Violation.Kind);
    }

    [Theory, OnDatabases("nameless foreign key errors", Database.PostgreSQL, Database.MariaDB)]
    public async Task DATA_042(Database database)
    {
        var repo = await On(database);
        var member = new Member { Name = "Bob", ClubId = 99 };

        var single = await repo.Insert(member.Change().ForeignKeyConstraint(m => m.ClubId, name: "whatever"));
        var two = await Check.ThrowsAsync<ConstraintException>(() =>
            repo.Insert(member.Change().ForeignKeyConstraint(m => m.ClubId, name: "first_fkey").ForeignKeyConstraint(m => m.Name, name: "second_fkey")));

        Check.Equal(["does not exist"], Check.IsType<Invalid<Member>>(single).Changeset.ErrorsOn(m => m.ClubId));
        Check.Contains("first_fkey", two.Message);
        Check.Contains("second_fkey", two.Message);
    }

    [Theory, OnDatabases]
    public async Task DATA_043(Database database)
    {
        var repo = await On(database);
        await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x" });
        Exception? later = null;

        await Record.ExceptionAsync(() => repo.Transact(async _ =>
        {
            Check.IsType<Invalid<Member>>(await repo.Insert(Member.Changeset(new(), Of(("name", "Bob"), ("email", "a@x")))));
            later = await Record.ExceptionAsync(() => repo.Query("select 1"));
        }));

        // PostgreSQL has aborted the transaction; in a sandbox each statement has a savepoint.
        Check.Equal(database == Database.PostgreSQL, later is DatabaseException);
        if (database != Database.PostgreSQL)
            return;
        await repo.Transact(async _ =>
        {
            repo.Runtime.Session!.Connection.SavepointEach = true;
            Check.IsType<Invalid<Member>>(await repo.Insert(Member.Changeset(new(), Of(("name", "Bob"), ("email", "a@x")))));
            Check.Single((await repo.Query("select 1")).Rows);
            repo.Runtime.Session!.Connection.SavepointEach = false;
        });
    }
}
