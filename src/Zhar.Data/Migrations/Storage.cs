using System.Data.Common;

namespace Zhar.Data.Migrations;

/// <summary>Creates and drops the database of a repo. Source: Ecto.Adapter.Storage.</summary>
public static class Storage
{
    /// <summary>Whether the database exists.</summary>
    public static async Task<bool> Exists(Repo repo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repo);
        if (repo.Adapter.Dialect.Name == "sqlite")
            return File.Exists(repo.Options.Database);
        await using var server = await OpenServer(repo, cancellationToken).ConfigureAwait(false);
        return await Exists(repo, server, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the database.</summary>
    /// <returns>False when it exists already.</returns>
    public static async Task<bool> Create(Repo repo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repo);
        if (repo.Adapter.Dialect.Name == "sqlite")
            return await CreateFile(repo, cancellationToken).ConfigureAwait(false);
        await using var server = await OpenServer(repo, cancellationToken).ConfigureAwait(false);
        if (await Exists(repo, server, cancellationToken).ConfigureAwait(false))
            return false;
        var name = Ddl.For(repo.Adapter.Dialect.Name).Quote(repo.Options.Database!);    // the adapter has checked that there is one

        // Texts are compared by their bytes, as the other databases do it.
        var isMariaDb = server.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        await Execute(server, repo.Adapter.Dialect.Name == "postgres"
            ? $"create database {name} encoding 'UTF8' template template0"
            : $"create database {name} character set utf8mb4 collate {(isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin")}", cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Drops the database, with all its data. On PostgreSQL others that are connected to it are cut off.</summary>
    /// <returns>False when there is none.</returns>
    public static async Task<bool> Drop(Repo repo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repo);
        if (repo.Adapter.Dialect.Name == "sqlite")
            return DeleteFile(repo.Options.Database!);  // the adapter has checked that there is one
        await using var server = await OpenServer(repo, cancellationToken).ConfigureAwait(false);
        if (!await Exists(repo, server, cancellationToken).ConfigureAwait(false))
            return false;
        await Execute(server, $"drop database {Ddl.For(repo.Adapter.Dialect.Name).Quote(repo.Options.Database!)}{(repo.Adapter.Dialect.Name == "postgres" ? " with (force)" : "")}", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> CreateFile(Repo repo, CancellationToken cancellationToken)
    {
        if (File.Exists(repo.Options.Database))
            return false;
        if (Path.GetDirectoryName(Path.GetFullPath(repo.Options.Database!)) is { } folder)
            Directory.CreateDirectory(folder);
        await using var connection = await MigrationDatabase.OpenConnection(repo, repo.Options, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static bool DeleteFile(string path)
    {
        var existed = File.Exists(path);
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal", "-migration-lock"])
            File.Delete(path + suffix);
        return existed;
    }

    /// <summary>A connection to the server, in the database that it always has.</summary>
    private static Task<DbConnection> OpenServer(Repo repo, CancellationToken cancellationToken) =>
        MigrationDatabase.OpenConnection(repo, repo.Options.WithDatabase(repo.Adapter.Dialect.Name == "postgres" ? "postgres" : "information_schema"), cancellationToken);

    private static async Task<bool> Exists(Repo repo, DbConnection server, CancellationToken cancellationToken)
    {
        await using var command = new MigrationConnection(server, null, static (_, _, _) => default).NewCommand(
            repo.Adapter.Dialect.Name == "postgres"
                ? "select count(*) from pg_database where datname = @p0"
                : "select count(*) from information_schema.schemata where schema_name = @p0",
            [repo.Options.Database]);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    private static async Task Execute(DbConnection server, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MigrationConnection(server, null, static (_, _, _) => default).NewCommand(sql, []);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
