using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What is known of a client that connects, beside its parameters. Nothing in it is trusted. Source: Phoenix.Endpoint.socket/3, connect_info.</summary>
public sealed record ConnectInfo
{
    private const string TokenProtocol = "base64url.bearer.phx.";
    private const int MaxTokenLength = 16 * 1024;

    /// <summary>The peer's address, behind a proxy the proxy's unless forwarded headers are trusted; <c>null</c> in process.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The peer's port.</summary>
    public int RemotePort { get; init; }

    /// <summary>The headers of the request.</summary>
    public IHeaderDictionary Headers { get; init; } = new HeaderDictionary();

    /// <summary>The address that the client asked for, with its query.</summary>
    public Uri? Uri
    {
        get => field ?? Address?.Invoke();
        init;
    }

    /// <summary>The <c>User-Agent</c> header.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The client's <c>authToken</c>, which travels in a header and so stays out of access logs.</summary>
    public string? AuthToken { get; init; }

    /// <summary>The session of the page, or <c>null</c>: it is only read when the client sends the page's <c>_csrf_token</c> with its parameters.</summary>
    public Session? Session { get; init; }

    /// <summary>Who the request says the client is; only set together with <see cref="Session"/>, since cookies come with a connection from anywhere.</summary>
    public System.Security.Claims.ClaimsPrincipal? User { get; init; }

    /// <summary>The endpoint's keys, for a token that one of its pages has signed; <c>null</c> outside of an endpoint, where a <see cref="KeyRing"/> comes from the services.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>How the client connects: <c>websocket</c>, <c>longpoll</c>, or <c>test</c>.</summary>
    public string Transport { get; init; } = "";

    /// <summary>Makes the address when somebody asks for it: with its query it would weigh more than the rest, for as long as the connection lasts.</summary>
    private Func<Uri?>? Address { get; init; }

    internal static ConnectInfo From(HttpContext http, string transport, string? authToken, Session? session) => new()
    {
        RemoteAddress = http.Connection.RemoteIpAddress,
        RemotePort = http.Connection.RemotePort,
        Headers = http.Request.Headers,
        Address = AddressOf(http.Request.Scheme, http.Request.Host, http.Request.PathBase + http.Request.Path, http.Request.QueryString),
        UserAgent = http.Request.Headers.UserAgent.Count > 0 ? http.Request.Headers.UserAgent.ToString() : null,
        AuthToken = authToken,
        Session = session,
        User = session is null ? null : http.User,
        Keys = ConnState.Of(http).Endpoint?.Keys,
        Transport = transport,
    };

    /// <summary>Not of the request itself, which is another one's when this connection has ended.</summary>
    private static Func<Uri?> AddressOf(string scheme, HostString host, PathString path, QueryString query) =>
        () => Uri.TryCreate($"{scheme}://{host}{path}{query}", UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>The token among the subprotocols that a client asks for; <c>null</c> when there is none, or it is broken.</summary>
    internal static string? TokenOf(IEnumerable<string> subprotocols)
    {
        foreach (var protocol in subprotocols)
        {
            if (!protocol.StartsWith(TokenProtocol, StringComparison.Ordinal))
                continue;
            var encoded = protocol.AsSpan(TokenProtocol.Length);
            if (encoded.Length > MaxTokenLength || !Base64Url.IsValid(encoded))
                return null;
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
        }

        return null;
    }
}
