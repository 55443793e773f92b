using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Zhar.Data.Migrations;

/// <summary>Held by the one migrator that works on a database. The database or the operating system frees it when its holder dies.</summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    private readonly IAsyncDisposable? _holder;

    private MigrationLock(IAsyncDisposable? holder) => _holder = holder;

    /// <summary>Waits until the lock is free, and takes it.</summary>
    /// <param name="repo">The repo.</param>
    /// <param name="name">Which lock of the database.</param>
    /// <param name="retry">How often to look.</param>
    /// <param name="onWait">Called once, when somebody else has it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static async Task<MigrationLock> Take(Repo repo, string name, TimeSpan retry, Action onWait, CancellationToken cancellationToken)
    {
        if (MigrationDatabase.LivesInOneConnection(repo.Options))
            return new MigrationLock(null);
        return repo.Adapter.Dialect.Name switch
        {
            "postgres" => await TakeOnServer(repo, "select case when pg_try_advisory_lock(@p0) then 1 else 0 end", KeyOf(name), retry, onWait, cancellationToken).ConfigureAwait(false),
            "mysql" => await TakeOnServer(repo, "select get_lock(@p0, 0)", LockNameOf(repo, name), retry, onWait, cancellationToken).ConfigureAwait(false),
            _ => await TakeFile(repo.Options.Database + "-migration-lock", retry, onWait, cancellationToken).ConfigureAwait(false),
        };
    }

    public ValueTask DisposeAsync() => _holder?.DisposeAsync() ?? default;

    /// <summary>On a connection of its own, which ends with this process.</summary>
    /// <remarks>
    /// It asks again and again instead of waiting inside of the server: a statement that waits holds a snapshot, and a concurrent index of the migrator that has
    /// the lock would wait for that snapshot, so both would wait for ever.
    /// </remarks>
    private static async Task<MigrationLock> TakeOnServer(Repo repo, string sql, object key, TimeSpan retry, Action onWait, CancellationToken cancellationToken)
    {
        var connection = await MigrationDatabase.OpenConnection(repo, repo.Options, cancellationToken).ConfigureAwait(false);
        try
        {
            while (!await TryTake(connection, sql, key, cancellationToken).ConfigureAwait(false))
            {
                onWait();
                onWait = static () => { };
                await Task.Delay(retry, cancellationToken).ConfigureAwait(false);
            }

            return new MigrationLock(connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> TryTake(DbConnection connection, string sql, object key, CancellationToken cancellationToken)
    {
        await using var command = new MigrationConnection(connection, null, static (_, _, _) => default).NewCommand(sql, [key]);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } taken && Convert.ToInt64(taken, System.Globalization.CultureInfo.InvariantCulture) == 1;
    }

    /// <summary>A file beside the database. It stays: deleting it would let two migrators hold locks on two files of that name.</summary>
    private static async Task<MigrationLock> TakeFile(string path, TimeSpan retry, Action onWait, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new MigrationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path))
            {
                onWait();
                onWait = static () => { };
                await Task.Delay(retry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static long KeyOf(string name) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes("zhar.migrations:" + name)));

    /// <summary>MariaDB's locks belong to the server, not to a database, and their names have at most 64 characters.</summary>
    private static string LockNameOf(Repo repo, string name) => $"zhar.migrations:{KeyOf($"{repo.Options.Database}:{name}"):x}";
}
