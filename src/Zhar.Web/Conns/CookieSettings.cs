using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Where a cookie counts, how long, and who may read it. Source: Plug.Conn.put_resp_cookie/4.</summary>
public sealed record CookieSettings
{
    internal static readonly CookieSettings Default = new();

    /// <summary>The path that it counts for. Default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The domain, with its subdomains. Default: this host alone.</summary>
    public string? Domain { get; init; }

    /// <summary>How long the browser keeps it. Default: until it is closed.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether scripts are kept from it. Default true.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether it goes over https only. Default: when the request that it answers came over https.</summary>
    public bool? Secure { get; init; }

    /// <summary>Whether it goes along with requests from other sites. Default <see cref="SameSiteMode.Lax"/>: with links, not with posts.</summary>
    public SameSiteMode SameSite { get; init; } = SameSiteMode.Lax;

    /// <summary>Further attributes as they stand in the header, such as <c>Partitioned</c>.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    internal static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!HeaderText.IsToken(name))
            throw new InvalidHeaderException(name, $"\"{name}\" is not the name of a cookie. It is made of letters, digits, dashes and underscores.");
    }

    internal Microsoft.AspNetCore.Http.CookieOptions ToOptions(HttpContext conn)
    {
        if (!HeaderText.IsValue(Path) || Path.Contains(';', StringComparison.Ordinal))
            throw new InvalidHeaderException("set-cookie", $"The path of a cookie is \"{Path}\"; a semicolon or a line break cannot be in it.");
        if (Domain is not null && Uri.CheckHostName(Domain.TrimStart('.')) == UriHostNameType.Unknown)
            throw new InvalidHeaderException("set-cookie", $"The domain of a cookie is \"{Domain}\", which is not a host name.");
        var options = new Microsoft.AspNetCore.Http.CookieOptions
        {
            Path = Path,
            Domain = Domain,
            MaxAge = MaxAge,
            HttpOnly = HttpOnly,
            Secure = Secure ?? conn.Request.IsHttps,
            SameSite = SameSite,
        };
        foreach (var extra in Extra)
            options.Extensions.Add(extra);
        return options;
    }
}
