using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Writes;

public sealed class UniqueTests(ITestOutputHelper output) : WriteCase(output)
{
    [Theory, OnDatabases]
    public async Task DATA_034(Database database)
    {
        var repo = await On(database);
        var ann = await repo.InsertOrThrow(new Member { Name = "Ann", Email = "a@x" });
        Task<Changeset<Member>> Validated(Changeset<Member> changeset, string? errorOn = null) => changeset.UnsafeValidateUnique(m => m.Email, repo, errorOn: errorOn);

        Forget();
        var broken = await Validated(new Member().Change().PutChange(m => m.Email, "a@x").AddError(m => m.Email, "is odd"));
        var absent = await Validated(new Member().Change().PutChange(m => m.Name, "Bob"));
        Check.Equal(["is odd"], broken.ErrorsOn(m => m.Email));
        Check.True(absent.IsValid);
        Check.Empty(Statements);

        var taken = await Validated(new Member().Change().PutChange(m => m.Email, "a@x"));
        Check.Equal(["has already been taken"], taken.ErrorsOn(m => m.Email));
        Check.Equal("unsafe_unique", taken.Errors[0].Metadata["validation"]);
        Check.Single(Statements);

        Check.True((await Validated(new Member().Change().PutChange(m => m.Email, "b@x"))).IsValid);
        Check.True((await Validated(ann.Change().ForceChange(m => m.Email, "a@x"))).IsValid);
        Check.Equal(["has already been taken"], (await Validated(new Member().Change().PutChange(m => m.Email, "a@x"), "Name")).ErrorsOn(m => m.Name));
    }
}
