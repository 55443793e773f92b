using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Zhar.Live.Brownfield.Tests;

/// <summary>A browser without scripts: keeps cookies, follows no redirect, and fills in the forms of the last page.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly Uri _site;
    private string _token = "";

    internal Browser(Uri site)
    {
        _site = site;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = site, Timeout = RunningSite.Deadline };
    }

    internal async Task<Answer> Get(string path) => await Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form, with the token of the last page that had one.</summary>
    internal async Task<Answer> Post(string path, params (string Name, string Value)[] fields)
    {
        var all = fields.Append(("__RequestVerificationToken", _token)).Select(static f => KeyValuePair.Create(f.Item1, f.Item2));
        return await Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(all) });
    }

    /// <summary>Logs in, as a customer that may be new.</summary>
    internal async Task<Answer> LogIn(string name)
    {
        await Get("/login");
        return await Post("/login", ("Name", name), ("Password", "correct horse"));
    }

    /// <summary>Connects the live view of a page, as its script does.</summary>
    internal async Task<LiveConnection> Connect(Answer page)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = _cookies;
        socket.Options.SetRequestHeader("Origin", _site.GetLeftPart(UriPartial.Authority));
        var root = SocketPath().Match(page.Body).Groups[1].Value;
        var csrf = WebUtility.HtmlDecode(Csrf().Match(page.Body).Groups[1].Value);
        var address = new UriBuilder(_site) { Scheme = "ws", Path = root + "/websocket", Query = $"_csrf_token={Uri.EscapeDataString(csrf)}&vsn=2.0.0" }.Uri;
        using var deadline = new CancellationTokenSource(RunningSite.Deadline);
        await socket.ConnectAsync(address, deadline.Token);
        var element = Element().Match(page.Body).Groups;
        return await LiveConnection.Join(socket, element[1].Value, WebUtility.HtmlDecode(element[2].Value), WebUtility.HtmlDecode(element[3].Value));
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using var _ = request;
        request.Headers.Add("X-Correlation-Id", "the-same");
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (Antiforgery().Match(body) is { Success: true } token)
            _token = token.Groups[1].Value;
        var headers = response.Headers.Concat(response.Content.Headers).Where(static h => h.Key is not ("Date" or "Set-Cookie"))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}".Replace(_site.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(static c => CookieValue().Replace(c, "$1=…;", 1)).Order(StringComparer.Ordinal).ToList() : [];
        return new Answer((int)response.StatusCode, headers, cookies, Antiforgery().Replace(body, "(token)"));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();

    [GeneratedRegex("^(\\.?[A-Za-z_]+(?:\\.[A-Za-z]+)*)[^=]*=[^;]*;")]
    private static partial Regex CookieValue();

    [GeneratedRegex("""new LiveView\.LiveSocket\("([^"]+)""")]
    private static partial Regex SocketPath();

    [GeneratedRegex("<meta name=\"csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex Csrf();

    [GeneratedRegex("<div id=\"([^\"]+)\"[^>]* data-phx-session=\"([^\"]+)\" data-phx-static=\"([^\"]+)\"")]
    private static partial Regex Element();
}

/// <summary>What came back, without what differs each time: the date, the ids of cookies, the tokens of forms.</summary>
internal sealed record Answer(int Status, IReadOnlyList<string> Headers, IReadOnlyList<string> Cookies, string Body)
{
    public override string ToString() => $"{Status}\n{string.Join('\n', Headers)}\n{string.Join('\n', Cookies)}\n\n{Body}";
}
