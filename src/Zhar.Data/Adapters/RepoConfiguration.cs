using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Zhar.Data;

/// <summary>Reads a repo's settings from the application's configuration.</summary>
/// <remarks>
/// <para>The settings stand in a section with the repo's name, <c>"Repo": { "Username": …, "Password": …, "Hostname": …, "Database": …, "PoolSize": 10,
/// "Stacktrace": false, "ShowSensitiveDataOnConnectionError": false }</c>; the other properties of <see cref="RepoOptions"/> by their names too.</para>
/// <para><c>DATABASE_URL</c> and <c>POOL_SIZE</c>, from the environment or any other source of the configuration, win over the section. A section with a
/// <c>Url</c> of its own has neither read: so two repos of one application keep apart.</para>
/// </remarks>
public static class RepoConfiguration
{
    /// <summary>The key of the database's URL.</summary>
    public const string UrlKey = "DATABASE_URL";

    /// <summary>The key of the pool's size.</summary>
    public const string PoolSizeKey = "POOL_SIZE";

    private static readonly string[] Known =
    [
        "Adapter", "Url", "Username", "Password", "Hostname", "Port", "Database", "PoolSize", "QueueTarget", "QueueInterval", "Timeout", "ConnectTimeout",
        "Prefix", "Stacktrace", "ShowSensitiveDataOnConnectionError", "LogParameters", "LogLevel", "SlowStatement", "ReadOnly", "Prepare", "StatementCacheSize", "Ssl",
    ];

    /// <summary>Reads the settings of the repo called <paramref name="name"/>.</summary>
    /// <exception cref="RepoConfigurationException">A setting has a wrong value or an unknown name.</exception>
    public static RepoOptions Read(IConfiguration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new RepoOptions();
        var section = configuration.GetSection(name);
        foreach (var setting in section.GetChildren())
        {
            if (setting.Key.Equals("Parameters", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var parameter in setting.GetChildren())
                    options.Parameters[parameter.Key] = parameter.Value ?? "";
            }
            else if (setting.Value is { } value && !setting.Key.Equals("Url", StringComparison.OrdinalIgnoreCase) && !TryApply(options, setting.Key, value, $"the setting '{section.Path}:{setting.Key}'"))
            {
                throw new RepoConfigurationException($"The setting '{section.Path}:{setting.Key}' does not exist. There are: {string.Join(", ", Known)}, and Parameters for those of the driver.");
            }
        }

        if (section["Url"] is { Length: > 0 } own)
        {
            DatabaseUrl.Apply(own, options);
            return options;
        }

        if (configuration[UrlKey] is { Length: > 0 } url)
            DatabaseUrl.Apply(url, options);
        if (configuration[PoolSizeKey] is { Length: > 0 } size)
            TryApply(options, "PoolSize", size, PoolSizeKey);
        return options;
    }

    /// <summary>Sets the option called <paramref name="name"/>, if there is one.</summary>
    internal static bool TryApply(RepoOptions options, string name, string value, string where)
    {
        switch (name.ToLowerInvariant())
        {
            case "adapter": options.Scheme = value; break;
            case "username": options.Username = value; break;
            case "password": options.Password = value; break;
            case "hostname": options.Hostname = value; break;
            case "port": options.Port = Number(value, where, 1, 65_535); break;
            case "database": options.Database = value; break;
            case "poolsize": options.PoolSize = Number(value, where, 1, 10_000); break;
            case "queuetarget": options.QueueTarget = Time(value, where); break;
            case "queueinterval": options.QueueInterval = Time(value, where); break;
            case "timeout": options.Timeout = Time(value, where); break;
            case "connecttimeout": options.ConnectTimeout = Time(value, where); break;
            case "prefix": options.Prefix = value; break;
            case "stacktrace": options.Stacktrace = Flag(value, where); break;
            case "showsensitivedataonconnectionerror": options.ShowSensitiveDataOnConnectionError = Flag(value, where); break;
            case "logparameters": options.LogParameters = Flag(value, where); break;
            case "loglevel": options.LogLevel = Enum.TryParse<LogLevel>(value, true, out var level) ? level : throw Wrong(where, value, "Trace, Debug, Information, Warning, Error, Critical or None"); break;
            case "slowstatement": options.SlowStatement = Time(value, where); break;
            case "readonly": options.ReadOnly = Flag(value, where); break;
            case "prepare": options.Prepare = Flag(value, where); break;
            case "statementcachesize": options.StatementCacheSize = Number(value, where, 0, 100_000); break;
            case "ssl": options.Ssl = Flag(value, where); break;
            default: return false;
        }

        return true;
    }

    private static int Number(string value, string where, int low, int high) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw Wrong(where, value, $"a whole number from {low} to {high}");

    private static bool Flag(string value, string where) => bool.TryParse(value, out var flag) ? flag : throw Wrong(where, value, "true or false");

    /// <summary>Milliseconds as Ecto has it, or .NET's <c>00:00:15</c>.</summary>
    private static TimeSpan Time(string value, string where)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0)
            return TimeSpan.FromMilliseconds(milliseconds);
        return TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero ? time : throw Wrong(where, value, "a time such as 00:00:15, or milliseconds");
    }

    private static RepoConfigurationException Wrong(string where, string value, string expected) => new($"{char.ToUpperInvariant(where[0])}{where[1..]} is '{value}'. Expected {expected}.");
}
