namespace Zhar.Data.Conformance;

/// <summary>Where the databases of the cases are: <c>./dev</c> starts the servers and says so in two variables.</summary>
public static class Databases
{
    public const string PostgresVariable = "ZHAR_POSTGRES_URL";
    public const string MySqlVariable = "ZHAR_MYSQL_URL";

    /// <summary>The address of a server in which databases may be created, or <c>null</c> for one that is not there.</summary>
    public static string? ServerUrl(Database database) => database switch
    {
        Database.PostgreSQL => Environment.GetEnvironmentVariable(PostgresVariable),
        Database.MariaDB => Environment.GetEnvironmentVariable(MySqlVariable),
        _ => null,
    };

    /// <summary>The settings of a repo for a database of that name.</summary>
    public static RepoOptions Options(Database database, string name, string? serverUrl = null)
    {
        var options = new RepoOptions();
        if (database == Database.SQLite)
        {
            options.Scheme = "sqlite";
            options.Database = Path.Combine(Path.GetTempPath(), name + ".db");
            return options;
        }

        DatabaseUrl.Apply(serverUrl ?? ServerUrl(database) ?? throw new InvalidOperationException(ReasonToSkip(database)), options);

        // The adapter of MySQL works with MariaDB too, without what MariaDB returns from an INSERT: ZHAR_MYSQL_ADAPTER=mysql runs the cases that way.
        options.Scheme = database == Database.MariaDB ? Environment.GetEnvironmentVariable("ZHAR_MYSQL_ADAPTER") ?? "mariadb" : options.Scheme;
        options.Database = name;
        return options;
    }

    /// <summary>Why a case cannot run on the database here, or <c>null</c> when it can.</summary>
    public static string? ReasonToSkip(Database database) =>
        database == Database.SQLite || ServerUrl(database) is { Length: > 0 }
            ? null
            : $"No {database} server: run ./dev test data, which starts one, or set {(database == Database.PostgreSQL ? PostgresVariable : MySqlVariable)}.";
}
