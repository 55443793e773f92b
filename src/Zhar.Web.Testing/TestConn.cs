using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web.Testing;

/// <summary>A browser under test: what it will send, and what it got last. Immutable: each request gives the browser after it, with its cookies.</summary>
/// <remarks>Source: Phoenix.ConnTest; after each request it is recycled by itself: cookies stay, headers go but for <c>accept</c> and <c>authorization</c>.</remarks>
public sealed class TestConn
{
    private readonly ConnTest _app;
    private readonly TestResponse? _response;

    internal TestConn(ConnTest app, TestResponse? response = null)
    {
        _app = app;
        _response = response;
    }

    private ImmutableDictionary<string, string> Cookies { get; init; } = ImmutableDictionary<string, string>.Empty;

    private ImmutableList<KeyValuePair<string, string>> Headers { get; init; } = [];

    private Action<HttpContext>? Customize { get; init; }

    private string Host { get; init; } = "www.example.com";

    private string Scheme { get; init; } = "http";

    private IPAddress RemoteIp { get; init; } = IPAddress.Loopback;

    // ---- what is sent ------------------------------------------------------------------------------------------------

    /// <summary>Adds a header to the next request.</summary>
    public TestConn PutHeader(string name, string value) => With(headers: Headers.Add(new(name, value)));

    /// <summary>Sets a cookie of this browser.</summary>
    public TestConn PutCookie(string name, string value) => With(cookies: Cookies.SetItem(name, value));

    /// <summary>Takes a cookie away.</summary>
    public TestConn DeleteCookie(string name) => With(cookies: Cookies.Remove(name));

    /// <summary>The host, scheme and address that the next requests come to and from.</summary>
    public TestConn From(string? host = null, string? scheme = null, IPAddress? remoteIp = null) => new(_app, _response)
    {
        Cookies = Cookies, Headers = Headers, Customize = Customize, Host = host ?? Host, Scheme = scheme ?? Scheme, RemoteIp = remoteIp ?? RemoteIp,
    };

    /// <summary>Changes the conn of the next request before the first plug sees it: an assign, the session (<c>conn.PutSession</c>), the user.</summary>
    public TestConn Prepare(Action<HttpContext> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return With(customize: Customize + change);
    }

    /// <summary>Lets the next request run through the plugs of the endpoint and the pipelines of its route, and not into the action: to test a plug with the conn that it leaves. Source: Phoenix.ConnTest.bypass_through/2.</summary>
    public TestConn BypassAction() => Prepare(static conn => ConnState.Of(conn).BypassesAction = true);

    /// <summary>GET.</summary>
    public Task<TestConn> Get(string path, CancellationToken cancellationToken = default) => Send("GET", path, default, null, cancellationToken);

    /// <summary>HEAD.</summary>
    public Task<TestConn> Head(string path, CancellationToken cancellationToken = default) => Send("HEAD", path, default, null, cancellationToken);

    /// <summary>DELETE.</summary>
    public Task<TestConn> Delete(string path, Params? form = null, CancellationToken cancellationToken = default) => SendForm("DELETE", path, form, cancellationToken);

    /// <summary>POST of a form.</summary>
    public Task<TestConn> Post(string path, Params? form = null, CancellationToken cancellationToken = default) => SendForm("POST", path, form, cancellationToken);

    /// <summary>PUT of a form.</summary>
    public Task<TestConn> Put(string path, Params? form = null, CancellationToken cancellationToken = default) => SendForm("PUT", path, form, cancellationToken);

    /// <summary>PATCH of a form.</summary>
    public Task<TestConn> Patch(string path, Params? form = null, CancellationToken cancellationToken = default) => SendForm("PATCH", path, form, cancellationToken);

    /// <summary>Any verb with a JSON text as its body, asking for JSON.</summary>
    public Task<TestConn> Json(string verb, string path, string json, CancellationToken cancellationToken = default) =>
        (Headers.Any(static h => h.Key.Equals("accept", StringComparison.OrdinalIgnoreCase)) ? this : PutHeader("accept", "application/json"))
            .Send(verb, path, Encoding.UTF8.GetBytes(json), "application/json", cancellationToken);

    /// <summary>Any verb with any body.</summary>
    /// <param name="verb">The verb, such as <c>PUT</c>.</param>
    /// <param name="path">Path and query, escaped as they stand in a request.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its content type; null sends no such header.</param>
    /// <param name="cancellationToken">Ends the wait for the response.</param>
    public async Task<TestConn> Send(string verb, string path, ReadOnlyMemory<byte> body = default, string? contentType = null, CancellationToken cancellationToken = default)
    {
        var headers = Headers;
        if (contentType is not null)
            headers = headers.Add(new("content-type", contentType));
        if (!Cookies.IsEmpty)
            headers = headers.Add(new("cookie", string.Join("; ", Cookies.Select(static c => $"{c.Key}={c.Value}"))));
        var request = new TestRequest { Method = verb, Target = path, Headers = headers, Body = body, Customize = Customize, Host = Host, Scheme = Scheme, RemoteIp = RemoteIp };
        var response = await _app.Send(request).WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(_app, response)
        {
            Cookies = Keep(Cookies, response),
            Headers = [.. Headers.Where(static h => h.Key.Equals("accept", StringComparison.OrdinalIgnoreCase) || h.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase))],
            Host = Host,
            Scheme = Scheme,
            RemoteIp = RemoteIp,
        };
    }

    /// <summary>Whether it has made a request.</summary>
    internal bool HasAnswer => _response is not null;

    /// <summary>Goes where the last response redirects to.</summary>
    public Task<TestConn> FollowRedirect(CancellationToken cancellationToken = default) => Get(RedirectedTo(), cancellationToken);

    // ---- what came ---------------------------------------------------------------------------------------------------

    /// <summary>The conn after the last request: its assigns, its params, its state.</summary>
    public HttpContext Conn => Response.Conn;

    /// <summary>The exception that the last response is the error page for, or <c>null</c>. Source: Phoenix.ConnTest.assert_error_sent/2.</summary>
    public Exception? Error => ConnState.Of(Response.Conn).Error;

    /// <summary>The message of a kind that the last request saw or put, or <c>null</c>.</summary>
    public string? Flash(string kind) => ConnState.Of(Response.Conn).Flash?.Messages[kind];

    /// <summary>A text of the session as the last request left it, or <c>null</c>.</summary>
    public string? Session(string key) => ConnState.Of(Response.Conn).Session?[key];

    /// <summary>The path parameters of the page that the last response redirects to. Source: Phoenix.ConnTest.redirected_params/1.</summary>
    /// <exception cref="ConnTestException">It does not redirect, or no route fits where it does.</exception>
    public IReadOnlyDictionary<string, string> RedirectedParams(int status = 302)
    {
        var location = new Uri(new Uri("http://localhost"), RedirectedTo(status));
        return RouteInfo.Find(_app.Endpoint.Routers, "GET", Uri.UnescapeDataString(location.AbsolutePath), Host)?.Parameters
            ?? throw Failed($"the redirect leads to {location.AbsolutePath}, and no route fits");
    }

    /// <summary>The status of the last response.</summary>
    public int Status => Response.StatusCode;

    /// <summary>The body of the last response as text.</summary>
    public string Body => Encoding.UTF8.GetString(Response.Body);

    /// <summary>The body of the last response.</summary>
    public byte[] BodyBytes => Response.Body;

    /// <summary>The pieces in which the last response was flushed.</summary>
    public IReadOnlyList<string> Chunks => [.. Response.Chunks.Select(static c => Encoding.UTF8.GetString(c))];

    /// <summary>A header of the last response, or <c>null</c>.</summary>
    public string? Header(string name) => Response.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A cookie of this browser, or <c>null</c>.</summary>
    public string? Cookie(string name) => Cookies.GetValueOrDefault(name);

    /// <summary>The body, after a check of the status and that it is HTML.</summary>
    /// <exception cref="ConnTestException">It is not.</exception>
    public string HtmlResponse(int status = 200) => Checked(status, "text/html");

    /// <summary>The body, after a check of the status and that it is plain text.</summary>
    /// <exception cref="ConnTestException">It is not.</exception>
    public string TextResponse(int status = 200) => Checked(status, "text/plain");

    /// <summary>The body, after a check of the status and that it is JSON, problem details included.</summary>
    /// <exception cref="ConnTestException">It is not.</exception>
    public JsonElement JsonResponse(int status = 200)
    {
        var text = Checked(status, "application/json", "application/problem+json");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The body, after a check of the status.</summary>
    /// <exception cref="ConnTestException">It is another one.</exception>
    public string ResponseBody(int status) => Checked(status);

    /// <summary>Where the last response redirects to.</summary>
    /// <exception cref="ConnTestException">It does not.</exception>
    public string RedirectedTo(int status = 302)
    {
        Checked(status);
        return Header("location") ?? throw Failed($"expected a redirect, but the response has no location");
    }

    private TestResponse Response => _response ?? throw new InvalidOperationException("Nothing was sent yet: conn = await conn.Get(\"/\").");

    private TestConn With(ImmutableDictionary<string, string>? cookies = null, ImmutableList<KeyValuePair<string, string>>? headers = null, Action<HttpContext>? customize = null) =>
        new(_app, _response) { Cookies = cookies ?? Cookies, Headers = headers ?? Headers, Customize = customize ?? Customize, Host = Host, Scheme = Scheme, RemoteIp = RemoteIp };

    private Task<TestConn> SendForm(string verb, string path, Params? form, CancellationToken cancellationToken) => form is null
        ? Send(verb, path, default, null, cancellationToken)
        : Send(verb, path, Encoding.ASCII.GetBytes(FormText.Encode(form)), "application/x-www-form-urlencoded", cancellationToken);

    private string Checked(int status, params ReadOnlySpan<string> types)
    {
        if (Status != status)
            throw Failed($"expected the status {status}, got {Status}");
        var type = Header("content-type");
        if (types.Length > 0 && (type is null || !types.Contains(type.Split(';')[0].Trim())))
            throw Failed($"expected {string.Join(" or ", types)}, got {type ?? "no content type"}");
        return Body;
    }

    private ConnTestException Failed(string problem) => new($"{problem}, with the body:\n\n{(Body.Length <= 4000 ? Body : Body[..4000] + "…")}");

    private static ImmutableDictionary<string, string> Keep(ImmutableDictionary<string, string> cookies, TestResponse response)
    {
        if (!SetCookieHeaderValue.TryParseList([.. response.Headers.SetCookie.OfType<string>()], out var set))
            return cookies;
        foreach (var cookie in set)
        {
            var name = cookie.Name.ToString();
            cookies = cookie.MaxAge <= TimeSpan.Zero || cookie.Expires < DateTimeOffset.UnixEpoch.AddDays(1) ? cookies.Remove(name) : cookies.SetItem(name, cookie.Value.ToString());
        }

        return cookies;
    }
}
