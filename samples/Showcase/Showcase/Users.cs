using System.Globalization;
using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>All that the program can do with users. Nobody else talks to the repo.</summary>
public sealed class Users(Repo repo, Passwords passwords)
{
    /// <summary>All users by name, or those that are (in)active.</summary>
    public Task<List<User>> List(bool? active = null) => repo.All(
        (active is { } wanted ? Query.From<User>().Where(u => u.IsActive == wanted) : Query.From<User>()).OrderBy(u => u.Name).ThenBy(u => u.Id));

    /// <summary>A user.</summary>
    /// <exception cref="NotFoundException">There is none: the answer is 404.</exception>
    public Task<User> Get(long id) => repo.GetOrThrow<User>(id);

    /// <summary>The user with the id that a session holds, or null.</summary>
    public async Task<User?> Find(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await repo.Get<User>(number) is { IsActive: true } user ? user : null;

    /// <summary>What a form for a user begins with.</summary>
    public Changeset<User> Change(User user) => User.Changeset(user, Params.Empty);

    /// <summary>Stores a new user.</summary>
    /// <returns>The user with its number, or the changeset with what is wrong.</returns>
    public Task<Result<User>> Create(Params attributes) => repo.Insert(User.Changeset(new(), attributes));

    /// <summary>Changes what differs.</summary>
    public Task<Result<User>> Update(User user, Params attributes) => repo.Update(User.Changeset(user, attributes), IfStillThere);

    /// <summary>Deletes the user.</summary>
    public Task<Result<User>> Delete(User user) => repo.Delete(user, IfStillThere);

    /// <summary>What the form to sign up begins with.</summary>
    public Changeset<User> ChangeRegistration() => User.Registration(new(), Params.Empty);

    /// <summary>Stores a new user who can log in.</summary>
    public async Task<Result<User>> Register(Params attributes)
    {
        var changeset = User.Registration(new(), attributes);
        if (changeset.IsValid && changeset.GetField(u => u.Password) is { } password)
            changeset = changeset.PutChange(u => u.PasswordHash, await passwords.Hash(password));
        return await repo.Insert(changeset);
    }

    /// <summary>The user with this email and password, or null. It takes as long for an unknown email as for a wrong password.</summary>
    public async Task<User?> LogIn(string email, string password)
    {
        var wanted = email.Trim().ToLowerInvariant();
        var user = await repo.GetBy<User>(u => u.Email == wanted);
        return await passwords.Verify(password, user?.PasswordHash) && user is { IsActive: true } ? user : null;
    }

    // Somebody else may have deleted it since it was read: an error to show, no reason to crash.
    private static WriteOptions IfStillThere { get; } = new() { StaleErrorField = nameof(User.Id), StaleErrorMessage = "is gone: somebody has deleted the user meanwhile" };
}
