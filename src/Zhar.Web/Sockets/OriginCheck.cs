using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Which pages may open a socket: without a check, a page of anybody could act with the cookies of its visitor. A request without an <c>Origin</c> header comes from no page and passes.</summary>
/// <remarks>Source: Phoenix.Socket.Transport.check_origin/5.</remarks>
public abstract class OriginCheck
{
    private protected OriginCheck()
    {
    }

    /// <summary>The host of the origin is the endpoint's public host (<c>Url:Host</c> or <c>HOST</c>), or, without that setting, the host of the request.</summary>
    public static OriginCheck Host { get; } = new SameHost();

    /// <summary>Scheme, host and port of the origin are those of the request.</summary>
    public static OriginCheck Conn { get; } = new SameOrigin();

    /// <summary>No check. Only for sockets that read neither cookies nor a session.</summary>
    public static OriginCheck Off { get; } = new NoCheck();

    /// <summary>The origin is one of these.</summary>
    /// <param name="origins"><c>"https://example.com"</c>, <c>"//example.com"</c> for any scheme, <c>"//*.example.com"</c> for its subdomains, <c>"https://example.com:8080"</c> for a port.</param>
    /// <exception cref="ArgumentException">One of them is not of such a form.</exception>
    public static OriginCheck Origins(params ReadOnlySpan<string> origins)
    {
        var all = new List<Pattern>();
        foreach (var origin in origins)
            all.Add(Pattern.Parse(origin));
        return all.Count > 0 ? new OneOf([.. all]) : throw new ArgumentException("OriginCheck.Origins needs at least one origin, such as \"https://example.com\".", nameof(origins));
    }

    /// <summary>A check of the application's own: the origin, and the request.</summary>
    public static OriginCheck By(Func<Uri, HttpContext, bool> allow)
    {
        ArgumentNullException.ThrowIfNull(allow);
        return new Custom(allow);
    }

    /// <summary>Whether the request may connect.</summary>
    /// <param name="http">The request.</param>
    /// <param name="host">The endpoint's public host, when it is configured.</param>
    internal bool Allows(HttpContext http, string? host)
    {
        var header = http.Request.Headers.Origin;
        if (header.Count == 0 || this is NoCheck)
            return true;
        return header.Count == 1 && Uri.TryCreate(header[0], UriKind.Absolute, out var origin) && origin.Host.Length > 0 && Allows(origin, http, host);
    }

    private protected abstract bool Allows(Uri origin, HttpContext http, string? host);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private sealed class SameHost : OriginCheck
    {
        private protected override bool Allows(Uri origin, HttpContext http, string? host) => Same(origin.Host, string.IsNullOrEmpty(host) ? http.Request.Host.Host : host);
    }

    private sealed class SameOrigin : OriginCheck
    {
        private protected override bool Allows(Uri origin, HttpContext http, string? host) =>
            Same(origin.Scheme, http.Request.Scheme) && Same(origin.Host, http.Request.Host.Host) && origin.Port == (http.Request.Host.Port ?? (http.Request.IsHttps ? 443 : 80));
    }

    private sealed class NoCheck : OriginCheck
    {
        private protected override bool Allows(Uri origin, HttpContext http, string? host) => true;
    }

    private sealed class OneOf(Pattern[] patterns) : OriginCheck
    {
        private protected override bool Allows(Uri origin, HttpContext http, string? host) => Array.Exists(patterns, p => p.Matches(origin));
    }

    private sealed class Custom(Func<Uri, HttpContext, bool> allow) : OriginCheck
    {
        private protected override bool Allows(Uri origin, HttpContext http, string? host) => allow(origin, http);
    }

    private sealed record Pattern(string? Scheme, string Host, bool WithSubdomains, int? Port)
    {
        internal static Pattern Parse(string text)
        {
            ArgumentNullException.ThrowIfNull(text);
            var anyScheme = text.StartsWith("//", StringComparison.Ordinal);
            var wild = text.Contains("//*.", StringComparison.Ordinal);
            var plain = (anyScheme ? "https:" : "") + text.Replace("//*.", "//", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.PathAndQuery.Length > 1)
                throw new ArgumentException($"'{text}' is no origin. Write \"https://example.com\", \"//example.com\", or \"//*.example.com\".", nameof(text));
            var hasPort = uri.Authority.EndsWith($":{uri.Port}", StringComparison.Ordinal) || !(uri.IsDefaultPort || anyScheme);
            return new Pattern(anyScheme ? null : uri.Scheme, uri.Host, wild, hasPort ? uri.Port : anyScheme ? null : uri.Port);
        }

        internal bool Matches(Uri origin) =>
            (Scheme is null || Same(Scheme, origin.Scheme)) &&
            (Port is null || Port == origin.Port) &&
            (WithSubdomains ? origin.Host.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase) : Same(Host, origin.Host));
    }
}
