using System.Globalization;

namespace Zhar.Data;

/// <summary>Reads <c>scheme://user:password@host:port/database?pool_size=20&amp;ssl=true</c> into a repo's options.</summary>
internal static class DatabaseUrl
{
    private const string Example = "postgres://user:password@localhost:5432/my_app_dev, or sqlite:my_app.db";

    /// <summary>Overwrites the options that <paramref name="url"/> names.</summary>
    /// <exception cref="RepoConfigurationException">The URL is malformed. The message shows no password.</exception>
    internal static void Apply(string url, RepoOptions options)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            throw Malformed("it has no scheme");
        var scheme = url[..colon].ToLowerInvariant();
        if (!scheme.All(char.IsAsciiLetterOrDigit))
            throw Malformed("its scheme holds other characters than letters and digits");
        options.Scheme = scheme;
        var rest = url[(colon + 1)..];
        if (rest.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash)
            throw Malformed($"it has a '#' at position {colon + 1 + hash}; write %23 inside of a user, password or database");
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
        {
            ApplyQuery(rest[(question + 1)..], options);
            rest = rest[..question];
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            // sqlite:my_app.db and sqlite::memory:
            options.Database = Decode(rest);
            return;
        }

        rest = rest[2..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "" : rest[(slash + 1)..];
        var at = authority.LastIndexOf('@');
        if (at < 0 && path.Contains('@', StringComparison.Ordinal) && authority.Contains(':', StringComparison.Ordinal))
            throw Malformed("its password seems to hold a '/'; write %2F");
        ApplyUser(at < 0 ? null : authority[..at], options);
        ApplyHost(authority[(at + 1)..], options);
        if (path.Length > 0)
            options.Database = authority.Length == 0 ? "/" + Decode(path) : Decode(path);
    }

    private static void ApplyUser(string? user, RepoOptions options)
    {
        if (user is null)
            return;
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        options.Username = Decode(colon < 0 ? user : user[..colon]);
        if (colon >= 0)
            options.Password = Decode(user[(colon + 1)..]);
    }

    private static void ApplyHost(string host, RepoOptions options)
    {
        if (host.Length == 0)
            return;
        var end = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var colon = host.IndexOf(':', end);
        if (colon >= 0)
        {
            var port = host[(colon + 1)..];
            options.Port = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65_536
                ? number
                : throw Malformed("its port is no number from 1 to 65535 (a ':' or '@' in a password is written %3A, %40)");
            host = host[..colon];
        }

        options.Hostname = Decode(host.Trim('[', ']'));
    }

    private static void ApplyQuery(string query, RepoOptions options)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw Malformed("a part of its query is not of the form name=value");
            var name = Decode(pair[..equals]);
            if (!RepoConfiguration.TryApply(options, name.Replace("_", "", StringComparison.Ordinal), Decode(pair[(equals + 1)..]), $"the parameter '{name}' of the database's URL"))
                options.Parameters[name] = Decode(pair[(equals + 1)..]);
        }
    }

    private static string Decode(string part) => Uri.UnescapeDataString(part);

    private static RepoConfigurationException Malformed(string what) => new($"The database's URL cannot be read: {what}. Expected for example {Example}.");
}
