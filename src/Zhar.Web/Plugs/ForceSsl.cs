using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>How https is insisted on. Source: Plug.SSL.</summary>
public sealed class ForceSslSettings
{
    /// <summary>Whether browsers are told to come by https alone from now on. Default true.</summary>
    public bool Hsts { get; set; } = true;

    /// <summary>For how long. Default one year.</summary>
    public TimeSpan Expires { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Whether that goes for subdomains too. Default false.</summary>
    public bool Subdomains { get; set; }

    /// <summary>Whether the site asks to be on the list that browsers come with. Default false.</summary>
    public bool Preload { get; set; }

    /// <summary>The host to redirect to, with a port if it is not 443. Default: that of the request.</summary>
    public string? Host { get; set; }

    /// <summary>Hosts that are left alone. Default: <c>localhost</c> and <c>127.0.0.1</c>.</summary>
    public IReadOnlyList<string> Exclude { get; set; } = ["localhost", "127.0.0.1"];
}

/// <summary>Redirects http, and sends the header with https.</summary>
internal sealed class ForceSsl(ForceSslSettings settings) : IPlug
{
    private readonly string? _hsts = settings.Hsts
        ? string.Create(CultureInfo.InvariantCulture, $"max-age={(long)settings.Expires.TotalSeconds}{(settings.Subdomains ? "; includeSubDomains" : "")}{(settings.Preload ? "; preload" : "")}")
        : null;

    public ValueTask Call(Conn conn)
    {
        var request = conn.Request;
        if (settings.Exclude.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return default;
        if (request.IsHttps)
        {
            if (_hsts is not null)
                conn.Response.Headers.StrictTransportSecurity = _hsts;
            return default;
        }

        // A host that came with the request and is none must not end up in a header.
        var host = settings.Host ?? request.Host.Host;
        if (Uri.CheckHostName(host.Split(':')[0].Trim('[', ']')) == UriHostNameType.Unknown && settings.Host is null)
            throw new BadHttpRequestException("The host of the request is not a host name.");
        var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        conn.RedirectExternal($"https://{host}{conn.CurrentPath}", safe ? 301 : 307).Halt();
        return default;
    }
}
