using Zhar.Data;
using Zhar.Data.Migrations;

namespace Accounts;

/// <summary>Somebody to play with. May run again: who is there already stays as he is.</summary>
public sealed class FirstUsers(Repo repo) : Seed
{
    public override Task Run(CancellationToken cancellationToken) => repo.InsertAll<User>(
        [
            new() { Name = "Ada Lovelace", Email = "ada@example.org", Age = 36 },
            new() { Name = "Alan Turing", Email = "alan@example.org", Age = 41 },
            new() { Name = "Grace Hopper", Email = "grace@example.org", IsActive = false },
        ],
        new() { OnConflict = OnConflict.Nothing },
        cancellationToken);
}
