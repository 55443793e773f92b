using Microsoft.Extensions.Hosting;
using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>Somebody to begin with. A process that writes them while the tree starts, and is gone then.</summary>
public sealed partial class FirstUsers(Repo repo, Users users, IHostEnvironment environment) : GenServer<Unit>
{
    /// <summary>Who can be logged in as, in development.</summary>
    public const string Email = "ada@example.org";

    /// <summary>With this password.</summary>
    public const string Password = "let-it-crash";

    private async ValueTask<Init<Unit>> Init()
    {
        if (await repo.Exists(Query.From<User>()))
            return Ignore;
        var ada = Params.Of(("name", "Ada Lovelace"), ("email", Email), ("age", 36), ("password", Password));
        await (environment.IsDevelopment() ? users.Register(ada) : users.Create(ada));
        await users.Create(Params.Of(("name", "Alan Turing"), ("email", "alan@example.org"), ("age", 41)));
        await users.Create(Params.Of(("name", "Grace Hopper"), ("email", "grace@example.org"), ("age", 85), ("is_active", false)));
        return Ignore;
    }
}
