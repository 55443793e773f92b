using Accounts;
using Zhar.Data.Testing;

namespace Zhar.Data.Samples.Tests;

/// <summary>The database of these tests, made by the sample's own migrations.</summary>
public sealed class Database : RepoFixture<Accounts.Repo>;

/// <summary>What the sample does with users.</summary>
public sealed class UsersTests(Database database) : DataCase<Accounts.Repo>(database), IClassFixture<Database>
{
    private readonly Users _users = new(database.Repo);

    [Fact]
    public async Task A_user_is_stored_with_its_number_and_times()
    {
        var ada = await Add("Ada", "ada@example.org");

        Assert.NotEqual(0, ada.Id);
        Assert.NotEqual(default, ada.InsertedAt);
        Assert.Equal(ada, await _users.Find("ada@example.org"));
        Assert.Equal(ada, await _users.Find($"{ada.Id}"));
    }

    [Fact]
    public async Task An_email_is_taken_once_whatever_its_case()
    {
        await Add("Ada", "ada@example.org");

        var changeset = Assert.IsType<Invalid<User>>(await _users.Create(Params.Of(("name", "Another"), ("email", " ADA@Example.org ")))).Changeset;

        Assert.Equal(["has already been taken"], changeset.ErrorsOn(u => u.Email));
    }

    [Theory]
    [InlineData("", "ada@example.org", "36", "Name can't be blank")]
    [InlineData("Ada", "ada", "36", "Email must look like name@example.org")]
    [InlineData("Ada", "ada@example.org", "0", "Age must be greater than 0")]
    [InlineData("Ada", "ada@example.org", "old", "Age is invalid")]
    public async Task Bad_input_is_refused_by_field(string name, string email, string age, string error)
    {
        var changeset = Assert.IsType<Invalid<User>>(await _users.Create(Params.Of(("name", name), ("email", email), ("age", age)))).Changeset;

        Assert.Equal([error], changeset.Errors.Select(e => e.ToString()));
        Assert.Empty(await _users.List());
    }

    [Fact]
    public async Task Users_are_listed_by_name_and_by_whether_they_are_active()
    {
        var ada = await Add("Ada", "ada@example.org");
        var alan = await Add("Alan", "alan@example.org");
        await _users.SetActive(ada, false);

        Assert.Equal(["Ada", "Alan"], (await _users.List()).Select(u => u.Name));
        Assert.Equal([alan], await _users.List(active: true));
        Assert.Equal(["Ada"], (await _users.List(active: false)).Select(u => u.Name));
        Assert.Equal((2, 1), await _users.Count());
    }

    [Theory]
    [InlineData("LOVE", 1)]
    [InlineData("example", 2)]
    [InlineData("%", 0)]
    [InlineData("_", 1)]
    public async Task A_search_looks_into_names_and_emails_for_the_text_as_it_is(string text, int found)
    {
        await Add("Ada Lovelace", "ada_l@example.org");
        await Add("Alan", "alan@example.org");

        Assert.Equal(found, (await _users.Search(text)).Count);
    }

    [Fact]
    public async Task A_user_that_somebody_else_has_deleted_is_an_error_of_the_changeset()
    {
        var ada = await Add("Ada", "ada@example.org");
        await _users.Delete(ada);

        var again = Assert.IsType<Invalid<User>>(await _users.Delete(ada)).Changeset;
        var change = Assert.IsType<Invalid<User>>(await _users.Update(ada, Params.Of(("name", "Ada L.")))).Changeset;

        Assert.StartsWith("is gone", Assert.Single(again.ErrorsOn(u => u.Id)), StringComparison.Ordinal);
        Assert.StartsWith("is gone", Assert.Single(change.ErrorsOn(u => u.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seeds_may_run_twice()
    {
        var seed = new FirstUsers(Repo);

        await seed.Run(CancellationToken.None);
        await seed.Run(CancellationToken.None);

        Assert.Equal(3, (await _users.List()).Count);
    }

    private async Task<User> Add(string name, string email) => (await _users.Create(Params.Of(("name", name), ("email", email)))).OrThrow();
}
