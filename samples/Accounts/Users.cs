using System.Globalization;
using Zhar;
using Zhar.Data;

namespace Accounts;

/// <summary>All that the program can do with users. Nobody else talks to the repo.</summary>
public sealed class Users(Repo repo)
{
    /// <summary>All users, or those that are (in)active, by name.</summary>
    public Task<List<User>> List(bool? active = null) => repo.All(Sorted(active is { } wanted ? Query.From<User>().Where(u => u.IsActive == wanted) : Query.From<User>()));

    /// <summary>Users whose name or email contains the text, whatever the case.</summary>
    public Task<List<User>> Search(string text)
    {
        var pattern = $"%{Literally(text)}%";
        return repo.All(Sorted(Query.From<User>().Where(u => Fn.ILike(u.Name, pattern) || Fn.ILike(u.Email, pattern))));
    }

    /// <summary>How many there are, and how many of them are active.</summary>
    public async Task<(long All, long Active)> Count() => (await repo.Count(Query.From<User>()), await repo.Count(Query.From<User>().Where(u => u.IsActive)));

    /// <summary>The user with this number or email, or null.</summary>
    public Task<User?> Find(string key)
    {
        if (long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return repo.Get<User>(id);
        var email = key.Trim().ToLowerInvariant();
        return repo.GetBy<User>(u => u.Email == email);
    }

    /// <summary>Stores a new user.</summary>
    /// <returns>The user with its number, or the changeset with what is wrong.</returns>
    public Task<Result<User>> Create(Params attributes) => repo.Insert(User.Changeset(new(), attributes));

    /// <summary>Changes what differs.</summary>
    public Task<Result<User>> Update(User user, Params attributes) => repo.Update(User.Changeset(user, attributes), IfStillThere);

    /// <summary>Lets the user in, or locks it out.</summary>
    public Task<Result<User>> SetActive(User user, bool active) => repo.Update(user.Change().PutChange(u => u.IsActive, active), IfStillThere);

    /// <summary>Deletes the user.</summary>
    public Task<Result<User>> Delete(User user) => repo.Delete(user, IfStillThere);

    // Somebody else may have deleted it since it was read: an error to show, no reason to crash.
    private static WriteOptions IfStillThere { get; } = new() { StaleErrorField = nameof(User.Id), StaleErrorMessage = "is gone: somebody has deleted the user meanwhile" };

    private static Query<User> Sorted(Query<User> users) => users.OrderBy(u => u.Name).ThenBy(u => u.Id);

    private static string Literally(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
