using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Data.Migrations;

/// <summary>Brings the structure of a repo's database up, or takes it back, one migration after the other.</summary>
/// <remarks>
/// <para>At boot put <see cref="Child{TRepo}"/> behind the repo in the supervision tree. By hand: <c>await new Migrator(repo, MigrationSource.Of(assembly)).Up()</c>.</para>
/// <para>It works on a connection of its own, so the repo need not have been started; only a database in memory is reached through the repo's pool. A lock
/// keeps a second migrator waiting, on whatever machine. Each migration is applied in a transaction together with its version, where the database allows it
/// (PostgreSQL, SQLite). Source: Ecto.Migrator.</para>
/// </remarks>
public sealed partial class Migrator
{
    private readonly Repo _repo;
    private readonly MigrationSource _source;
    private readonly MigratorOptions _options;
    private readonly ILogger _logger;

    /// <summary>A migrator of the repo's database.</summary>
    /// <param name="repo">The repo. It must have its settings; it need not run.</param>
    /// <param name="source">The migrations. Default: those of the assembly of the repo's class.</param>
    /// <param name="options">How it works.</param>
    /// <param name="logger">Gets a line for each migration, and the statements at the level Debug.</param>
    public Migrator(Repo repo, MigrationSource? source = null, MigratorOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(repo);
        _repo = repo;
        _source = source ?? MigrationSource.Of(repo.GetType().Assembly);
        _options = options ?? new MigratorOptions();
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>A child that applies the migrations while the tree starts, and is gone then. It stands behind the repo and in front of those who use its tables.</summary>
    /// <remarks>When a migration fails, so does the start of the application. Source: Ecto.Migrator, child_spec/1.</remarks>
    /// <param name="source">The migrations. Default: those of the assembly of the repo's class.</param>
    /// <param name="options">How the migrator works.</param>
    public static ChildSpec Child<TRepo>(MigrationSource? source = null, MigratorOptions? options = null)
        where TRepo : Repo =>
        new($"{typeof(Migrator).FullName}:{typeof(TRepo).FullName}", new ServerChildStart(new MigratorStart<TRepo>(source, options)));

    /// <summary>Applies all migrations that are not applied yet.</summary>
    /// <returns>The versions that were applied, in order. Empty when there was nothing to do, or another migrator has done it.</returns>
    /// <exception cref="MigrationException">One is wrong or has failed. Those before it stay applied.</exception>
    public Task<IReadOnlyList<long>> Up(CancellationToken cancellationToken = default) => Run(MigrationDirection.Up, static (pending, _) => pending, cancellationToken);

    /// <summary>Applies the next <paramref name="count"/> migrations.</summary>
    /// <inheritdoc cref="Up(CancellationToken)" path="/returns"/>
    public Task<IReadOnlyList<long>> Up(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Run(MigrationDirection.Up, (pending, _) => [.. pending.Take(count)], cancellationToken);
    }

    /// <summary>Applies the migrations up to a version, and that one too.</summary>
    /// <exception cref="MigrationException">There is no such version.</exception>
    public Task<IReadOnlyList<long>> UpTo(long version, CancellationToken cancellationToken = default)
    {
        Find(version);
        return Run(MigrationDirection.Up, (pending, _) => [.. pending.Where(m => m.Version <= version)], cancellationToken);
    }

    /// <summary>Applies the migrations before a version, without that one. Source: to_exclusive.</summary>
    /// <exception cref="MigrationException">There is no such version.</exception>
    public Task<IReadOnlyList<long>> UpBefore(long version, CancellationToken cancellationToken = default)
    {
        Find(version);
        return Run(MigrationDirection.Up, (pending, _) => [.. pending.Where(m => m.Version < version)], cancellationToken);
    }

    /// <summary>Takes back the newest <paramref name="count"/> migrations that are applied, the newest first.</summary>
    /// <returns>The versions that were taken back, in order.</returns>
    /// <exception cref="IrreversibleMigrationException">One cannot be reversed.</exception>
    public Task<IReadOnlyList<long>> Down(int count = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Run(MigrationDirection.Down, (applied, newest) => Present(applied, newest.Take(count)), cancellationToken);
    }

    /// <summary>Takes back the migrations down to a version, and that one too.</summary>
    /// <exception cref="MigrationException">There is no such version.</exception>
    public Task<IReadOnlyList<long>> DownTo(long version, CancellationToken cancellationToken = default)
    {
        Find(version);
        return Run(MigrationDirection.Down, (applied, newest) => Present(applied, newest.Where(v => v >= version)), cancellationToken);
    }

    /// <summary>Takes back the migrations after a version, without that one. Source: to_exclusive.</summary>
    /// <exception cref="MigrationException">There is no such version.</exception>
    public Task<IReadOnlyList<long>> DownAfter(long version, CancellationToken cancellationToken = default)
    {
        Find(version);
        return Run(MigrationDirection.Down, (applied, newest) => Present(applied, newest.Where(v => v > version)), cancellationToken);
    }

    /// <summary>Takes back all migrations.</summary>
    public Task<IReadOnlyList<long>> DownAll(CancellationToken cancellationToken = default) =>
        Run(MigrationDirection.Down, static (applied, newest) => Present(applied, newest), cancellationToken);

    /// <summary>All versions in order, those of the program and those that only the database knows.</summary>
    public async Task<IReadOnlyList<MigrationStatus>> Status(CancellationToken cancellationToken = default)
    {
        await using var database = await Open(cancellationToken).ConfigureAwait(false);
        var applied = await new VersionTable(database, _options.Table, Prefix).Read(cancellationToken).ConfigureAwait(false);
        return
        [
            .. _source.Migrations.Select(m => new MigrationStatus(m.Version, m.Name, applied.Contains(m.Version)))
                .Concat(applied.Where(v => _source.Migrations.All(m => m.Version != v)).Select(static v => new MigrationStatus(v, null, IsUp: true)))
                .OrderBy(static s => s.Version)
        ];
    }

    private string? Prefix => _options.Prefix ?? _repo.Options.Prefix;

    private static List<MigrationEntry> Present(IReadOnlyList<MigrationEntry> applied, IEnumerable<long> versions)
    {
        var chosen = new List<MigrationEntry>();
        foreach (var version in versions)
        {
            chosen.Add(applied.FirstOrDefault(m => m.Version == version) ?? throw new MigrationException(
                $"The version {version} is applied in the database, but the program has no such migration, so it cannot be taken back. Bring its class back, or delete its row from the version table.")
            { Version = version });
        }

        return chosen;
    }

    private void Find(long version)
    {
        if (_source.Migrations.All(m => m.Version != version))
            throw new MigrationException($"There is no migration with the version {version}. There are: {(_source.Migrations.Count == 0 ? "none" : string.Join(", ", _source.Migrations))}.") { Version = version };
    }

    private Task<MigrationDatabase> Open(CancellationToken cancellationToken) => MigrationDatabase.Open(_repo, cancellationToken);

    private async Task<IReadOnlyList<long>> Run(
        MigrationDirection direction, Func<IReadOnlyList<MigrationEntry>, IReadOnlyList<long>, IReadOnlyList<MigrationEntry>> choose, CancellationToken cancellationToken)
    {
        try
        {
            return await RunLocked(direction, choose, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            // Not of a migration, whose errors say which one it is.
            throw new MigrationException($"{_repo.DisplayName}: the migrator cannot work with its table '{_options.Table}' in the {_repo.Options.Target}: {e.Message}", e);
        }
    }

    private async Task<IReadOnlyList<long>> RunLocked(
        MigrationDirection direction, Func<IReadOnlyList<MigrationEntry>, IReadOnlyList<long>, IReadOnlyList<MigrationEntry>> choose, CancellationToken cancellationToken)
    {
        await using var database = await Open(cancellationToken).ConfigureAwait(false);
        var versions = new VersionTable(database, _options.Table, Prefix);
        await using var guard = _options.Lock
            ? await MigrationLock.Take(_repo, $"{Prefix}.{_options.Table}", _options.LockRetry, () => LogWaiting(_logger, _repo.DisplayName), cancellationToken).ConfigureAwait(false)
            : null;

        // Under the lock: the other one may just have done it all.
        await versions.Create(cancellationToken).ConfigureAwait(false);
        var applied = await versions.Read(cancellationToken).ConfigureAwait(false);
        var newestFirst = applied.OrderDescending().ToList();
        var chosen = direction == MigrationDirection.Up
            ? choose([.. _source.Migrations.Where(m => !applied.Contains(m.Version))], newestFirst)
            : choose([.. _source.Migrations.Where(m => applied.Contains(m.Version))], newestFirst);
        if (direction == MigrationDirection.Up && _options.StrictVersionOrder && newestFirst is [var newest, ..] && chosen.Where(m => m.Version < newest).ToList() is { Count: > 0 } late)
        {
            throw new MigrationException($"""
                {string.Join(", ", late)} {(late.Count == 1 ? "is" : "are")} older than {newest}, which is applied already. Nothing was run.
                Give {(late.Count == 1 ? "it a version" : "them versions")} after {newest}, or switch StrictVersionOrder off when the order does not matter.
                """) { Version = late[0].Version };
        }

        var done = new List<long>();
        foreach (var migration in chosen)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = TimeProvider.System.GetTimestamp();
            LogRunning(_logger, direction, migration);
            await new MigrationRun(database, versions, migration, direction, Prefix, _logger).Run(cancellationToken).ConfigureAwait(false);
            LogDone(_logger, migration, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
            done.Add(migration.Version);
        }

        if (done.Count > 0 && await _repo.Adapter.OnMigrated(database.Connection, cancellationToken).ConfigureAwait(false))
            _repo.Runtime.Pool?.Renew();
        return done;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Migration {Direction}: {Migration}")]
    private static partial void LogRunning(ILogger logger, MigrationDirection direction, MigrationEntry migration);

    [LoggerMessage(Level = LogLevel.Information, Message = "Migrated {Migration} in {Seconds:0.0} s")]
    private static partial void LogDone(ILogger logger, MigrationEntry migration, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another migrator works on the database of {Repo}; waiting for it")]
    private static partial void LogWaiting(ILogger logger, string repo);
}
