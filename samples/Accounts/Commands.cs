using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;

namespace Accounts;

/// <summary>Runs commands and shows what came of them.</summary>
internal sealed class Commands(Users users, Screen screen, IServiceProvider services)
{
    /// <summary>Runs one.</summary>
    /// <returns>Whether it did what was wanted; the reason is on the screen.</returns>
    public async Task<bool> Run(Command command, CancellationToken cancellationToken)
    {
        try
        {
            return command switch
            {
                Command.List list => await List(list.Active),
                Command.Search search => Shown(await users.Search(search.Text), $"Nobody's name or email contains '{search.Text}'."),
                Command.Show show => await WithUser(show.Key, user => Show(user)),
                Command.Add add => Stored(await users.Create(add.Attributes), "added", "not added"),
                Command.Edit edit => await WithUser(edit.Key, async user => Stored(await users.Update(user, edit.Attributes), "changed", "not changed")),
                Command.SetActive { Active: var active } set => await WithUser(
                    set.Key, async user => Stored(await users.SetActive(user, active), active ? "activated" : "deactivated", "not changed")),
                Command.Delete delete => await WithUser(delete.Key, async user => Stored(await users.Delete(user), "deleted", "not deleted")),
                Command.Seed => await Seed(cancellationToken),
                Command.Help => Help(),
                Command.Wrong wrong => Refused(wrong.Problem),
                _ => Refused("that works only as a command of the program, not inside the shell"),
            };
        }
        catch (Exception e) when (e is DatabaseException or DatabaseConnectionException or PoolTimeoutException)
        {
            // The repo connects again by itself; the next command may work.
            return Refused(e.Message);
        }
    }

    private async Task<bool> List(bool? active)
    {
        screen.Users(await users.List(active), active is null ? "Nobody yet. Try: add --name \"Ada Lovelace\" --email ada@example.org" : $"No {(active is true ? "active" : "inactive")} users.");
        var (all, activeOnes) = await users.Count();
        if (all > 0)
            screen.Line($"{all} user{(all == 1 ? "" : "s")}, {activeOnes} active");
        return true;
    }

    private bool Shown(IReadOnlyList<User> found, string none)
    {
        screen.Users(found, none);
        return true;
    }

    private Task<bool> Show(User user)
    {
        screen.User(user);
        return Task.FromResult(true);
    }

    private async Task<bool> WithUser(string key, Func<User, Task<bool>> action) =>
        await users.Find(key) is { } user ? await action(user) : Refused($"there is no user '{key}'; list shows all");

    private bool Stored(Result<User> result, string done, string failed)
    {
        switch (result)
        {
            case Ok<User>(var user):
                screen.Good($"{done} user {user.Id}: {user.Name} <{user.Email}>");
                return true;
            case Invalid<User>(var changeset):
                screen.Errors(failed, changeset);
                return false;
            case Error<User>(var reason):
                return Refused($"{failed}: {reason}");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<bool> Seed(CancellationToken cancellationToken)
    {
        await Seeds.Run(services, typeof(Commands).Assembly, cancellationToken);
        return await List(null);
    }

    private bool Help()
    {
        screen.Text(Command.Usage);
        return true;
    }

    private bool Refused(string problem)
    {
        screen.Error(problem);
        return false;
    }
}
