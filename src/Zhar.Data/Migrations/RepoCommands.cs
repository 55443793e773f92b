using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Data.Migrations;

/// <summary>The commands of a repo: <c>migrate</c>, <c>rollback</c>, <c>migrations</c>, <c>db.create</c>, <c>db.drop</c>, <c>db.reset</c>, <c>db.seed</c>. Source: the mix tasks of Ecto.</summary>
public static class RepoCommands
{
    extension(HostCommands commands)
    {
        /// <summary>Adds the commands of the application's repo.</summary>
        public HostCommands Repo<TRepo>()
            where TRepo : Repo
        {
            ArgumentNullException.ThrowIfNull(commands);
            return commands
                .Add("migrate", "Applies the migrations that are missing. --step=N, --to=VERSION", Migrate<TRepo>)
                .Add("rollback", "Takes the last migration back. --step=N, --to=VERSION, --all", Rollback<TRepo>)
                .Add("migrations", "Lists the migrations and whether they are applied. --check: fails when one is missing.", List<TRepo>)
                .Add("db.create", "Creates the database.", Create<TRepo>)
                .Add("db.drop", "Drops the database with all its data. --force outside of development and tests.", Drop<TRepo>)
                .Add("db.reset", "Drops the database, creates it, migrates it and fills it. --force outside of development and tests.", Reset<TRepo>)
                .Add("db.seed", "Runs the classes that derive Seed.", RunSeeds<TRepo>);
        }
    }

    private static async Task<int> Migrate<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect("step", "to");
        var (repo, migrator) = await Open<TRepo>(context, creates: true).ConfigureAwait(false);
        var names = await Run(repo, () => Names(migrator, context)).ConfigureAwait(false);
        var done = await Run(repo, () => context.Number("to") is { } version ? migrator.UpTo(version, context.CancellationToken)
            : context.Number("step") is { } step ? migrator.Up((int)Math.Min(step, int.MaxValue), context.CancellationToken)
            : migrator.Up(context.CancellationToken)).ConfigureAwait(false);
        await Report(context, "Migrated", done, names, "Nothing to migrate: the database is up to date.").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> Rollback<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect("step", "to", "all");
        var (repo, migrator) = await Open<TRepo>(context, creates: false).ConfigureAwait(false);
        var names = await Run(repo, () => Names(migrator, context)).ConfigureAwait(false);
        var done = await Run(repo, () => context.Has("all") ? migrator.DownAll(context.CancellationToken)
            : context.Number("to") is { } version ? migrator.DownTo(version, context.CancellationToken)
            : migrator.Down((int)Math.Min(context.Number("step") ?? 1, int.MaxValue), context.CancellationToken)).ConfigureAwait(false);
        await Report(context, "Took back", done, names, "Nothing to take back: no migration is applied.").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> List<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect("check");
        var (repo, migrator) = await Open<TRepo>(context, creates: false).ConfigureAwait(false);
        var all = await Run(repo, () => migrator.Status(context.CancellationToken)).ConfigureAwait(false);
        foreach (var migration in all)
            await context.Output.WriteLineAsync(migration.ToString()).ConfigureAwait(false);
        if (all.Count == 0)
            await context.Output.WriteLineAsync("There are no migrations.").ConfigureAwait(false);
        return context.Has("check") && all.Any(static m => !m.IsUp) ? 1 : 0;
    }

    private static async Task<int> Create<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect();
        var repo = Find<TRepo>(context);
        var created = await Run(repo, () => Storage.Create(repo, context.CancellationToken)).ConfigureAwait(false);
        await context.Output.WriteLineAsync(created ? $"Created the {repo.Options.Target}." : $"The {repo.Options.Target} exists already.").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> Drop<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect("force");
        Guard(context);
        var repo = Find<TRepo>(context);
        var dropped = await Run(repo, () => Storage.Drop(repo, context.CancellationToken)).ConfigureAwait(false);
        await context.Output.WriteLineAsync(dropped ? $"Dropped the {repo.Options.Target}." : $"There is no {repo.Options.Target}.").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> Reset<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect("force");
        await Drop<TRepo>(context).ConfigureAwait(false);
        var inner = new HostCommandContext(context.Services, [], context.Output, context.CancellationToken);
        await Create<TRepo>(inner).ConfigureAwait(false);
        await Migrate<TRepo>(inner).ConfigureAwait(false);
        return await RunSeeds<TRepo>(inner).ConfigureAwait(false);
    }

    private static async Task<int> RunSeeds<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        context.Expect();
        var repo = Find<TRepo>(context);

        // In the running program the pool is open; here nobody else has opened it.
        var isOwn = repo.Runtime.Pool is null;
        if (isOwn)
            repo.Runtime.Start();
        try
        {
            var done = await Run(repo, () => Seeds.Run(context.Services, typeof(TRepo).Assembly, context.CancellationToken)).ConfigureAwait(false);
            await context.Output.WriteLineAsync(done.Count == 0 ? "There are no seeds: derive a class from Seed." : $"Filled by {string.Join(", ", done)}.").ConfigureAwait(false);
            return 0;
        }
        finally
        {
            if (isOwn)
                await repo.Runtime.Stop().ConfigureAwait(false);
        }
    }

    /// <summary>The repo with its migrator. A file of SQLite is made for the first migration; whoever only looks at one with a mistyped path is told, and other databases have to be there.</summary>
    private static async Task<(TRepo Repo, Migrator Migrator)> Open<TRepo>(HostCommandContext context, bool creates)
        where TRepo : Repo
    {
        var repo = Find<TRepo>(context);
        if (!await Run(repo, () => Storage.Exists(repo, context.CancellationToken)).ConfigureAwait(false))
        {
            if (!creates || repo.Adapter.Dialect.Name != "sqlite")
                throw new HostCommandException($"There is no {repo.Options.Target}. Create it first: zhar db create");
            await Run(repo, () => Storage.Create(repo, context.CancellationToken)).ConfigureAwait(false);
        }

        return (repo, new Migrator(repo));
    }

    /// <summary>The repo. It is made here for the first time, so what is wrong with its settings is found here.</summary>
    private static TRepo Find<TRepo>(HostCommandContext context)
        where TRepo : Repo
    {
        try
        {
            return context.Services.GetRequiredService<TRepo>();
        }
        catch (RepoConfigurationException e)
        {
            throw new HostCommandException(e.Message, e);
        }
    }

    private static async Task<Dictionary<long, string>> Names(Migrator migrator, HostCommandContext context) =>
        (await migrator.Status(context.CancellationToken).ConfigureAwait(false)).Where(static m => m.Name is not null).ToDictionary(static m => m.Version, static m => m.Name!); // those without are left out

    private static async Task Report(HostCommandContext context, string what, IReadOnlyList<long> versions, Dictionary<long, string> names, string nothing)
    {
        foreach (var version in versions)
            await context.Output.WriteLineAsync($"{what} {version} {names.GetValueOrDefault(version)}").ConfigureAwait(false);
        if (versions.Count == 0)
            await context.Output.WriteLineAsync(nothing).ConfigureAwait(false);
    }

    /// <summary>What the database answers is the user's business, and no crash.</summary>
    private static async Task<T> Run<T>(Repo repo, Func<Task<T>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            throw new HostCommandException(e.Message, e);
        }
        catch (Exception e) when (e is DatabaseConnectionException or RepoConfigurationException or System.Data.Common.DbException)
        {
            throw new HostCommandException($"The {repo.Options.Target} cannot be used: {e.Message}", e);
        }
    }

    private static void Guard(HostCommandContext context)
    {
        var environment = context.Services.GetService<Microsoft.Extensions.Hosting.IHostEnvironment>()?.EnvironmentName ?? "Production";
        if (environment is not ("Development" or "Test") && !context.Has("force"))
            throw new HostCommandException($"This destroys all data, and the environment is {environment}. If that is what you want, say so: --force");
    }
}
