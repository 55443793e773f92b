using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Zhar.Web;

namespace Zhar.Live.Tests.Lives;

/// <summary>Limits and ends as a browser meets them: over HTTP and a WebSocket, on a port of this machine.</summary>
public sealed partial class WireTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_log_out_closes_the_connections_of_the_login_within_a_second_and_ends_their_processes()
    {
        await using var app = await Start();
        using var ada = new WireBrowser(app);
        using var eve = new WireBrowser(app);
        await ada.Post("/login/ada");
        using var page = await ada.Open("/library");
        using var other = await eve.Open("/hall");

        var start = Stopwatch.GetTimestamp();
        await ada.Post("/logout");
        Assert.Equal(CloseCodes.GoingAway, await page.Closed());
        var taken = Stopwatch.GetElapsedTime(start);

        Assert.True(taken < AtOnce, $"The page of a user who has logged out was open for {taken}.");
        Assert.Contains("\"0\":\"1\"", await other.Event("step"), StringComparison.Ordinal);
        await Eventually.True(() => app.App.Host.Count == 1);
    }

    [Fact]
    public async Task A_server_that_stops_tells_its_pages_to_come_again_and_does_not_wait_for_them()
    {
        await using var app = await Start();
        using var browser = new WireBrowser(app);
        using var page = await browser.Open("/hall");

        var stopping = app.App.Conns.Node.Run(static _ => Supervisor.Stop(LifeEndpoint.Name).AsTask());

        Assert.Equal(CloseCodes.ServiceRestart, await page.Closed());
        await stopping.WaitAsync(TimeSpan.FromSeconds(5)); // requests under way would get ten
    }

    [Fact]
    public async Task A_page_does_nothing_more_for_a_client_that_does_not_answer_the_close()
    {
        await using var app = await Start();
        using var ada = new WireBrowser(app);
        await ada.Post("/login/ada");
        using var page = await ada.Open("/hall");

        await ada.Post("/logout");
        await page.ReceiveClose();
        await page.Send("""{"type":"click","event":"step","value":{}}""", "late");

        Assert.Null(await page.NextText());
    }

    [Fact]
    public async Task An_event_that_is_too_big_ends_the_connection_and_no_other()
    {
        await using var app = await Start();
        using var browser = new WireBrowser(app);
        using var page = await browser.Open("/hall");
        using var neighbour = await browser.Open("/hall");

        await page.Send($$$"""{"type":"click","event":"step","value":{"text":"{{{new string('x', 1024 * 1024)}}}"}}""", "big");

        Assert.Contains(await page.Closed(), new[] { CloseCodes.TooBig, 1006 }); // cut off while it still sends
        Assert.Contains("\"0\":\"1\"", await neighbour.Event("step"), StringComparison.Ordinal);
        Assert.Contains(app.App.Conns.Log.Entries, static e => e.Message.Contains("1048576", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_whose_tokens_are_too_old_is_stale()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var app = await LifeApp.Start(clock);
        var fresh = await app.App.Get("/hall");
        var old = await app.App.Get("/hall");

        clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal("ok", (await fresh.TryJoin()).Status);
        clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal("stale", (await old.TryJoin())["reason"]);
    }

    [Fact]
    public async Task What_is_sent_over_a_wire_to_hurt_a_page_hurts_nobody()
    {
        await using var app = await Start();
        using var browser = new WireBrowser(app);
        using var page = await browser.Open("/hall");
        using var neighbour = await browser.Open("/hall");
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));

        foreach (var (payload, i) in new[]
        {
            """{"type":"click","event":"step","value":{},"cid":99999}""",
            """{"type":"click","event":"step","value":{},"cid":-1}""",
            """{"type":"click","event":"step","value":{"a":"\ud800"}}""",
            """{"type":"form","event":"step","value":"a=%ff&a[b]=1&a[][]=2"}""",
            $$"""{"type":"click","event":"step","value":{{deep}}}""",
            $$"""{"type":"form","event":"step","value":"{{string.Concat(Enumerable.Repeat("a&", 20_000))}}"}""",
            """{"type":"click","event":"step","value":{},"uploads":{"x":[{"ref":1}]}}""",
        }.Select(static (payload, i) => (payload, i)))
        {
            await page.Send(payload, $"h{i}");
        }

        Assert.Contains("\"status\":\"ok\"", await page.Event("step"), StringComparison.Ordinal);
        Assert.Contains("\"0\":\"1\"", await neighbour.Event("step"), StringComparison.Ordinal);
        Assert.Equal(2, app.App.Host.Count);
        Assert.DoesNotContain(app.App.Conns.Log.Entries, static e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task More_events_a_second_than_allowed_are_read_later_and_none_is_lost()
    {
        await using var app = await Start();
        using var browser = new WireBrowser(app);
        using var page = await browser.Open("/hall");

        // 50 a second on average, and bursts of twice as many: the last of 150 has to wait for about a second.
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 150; i++)
            await page.Send("""{"type":"click","event":"step","value":{}}""", $"f{i}");
        string text;
        do
        {
            text = await page.NextText() ?? throw new InvalidOperationException("The connection has ended.");
        }
        while (!text.Contains("\"f149\"", StringComparison.Ordinal));

        Assert.Contains("\"0\":\"150\"", text, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20));
    }

    private static Task<LifeApp> Start() => LifeApp.Start(null, ("Server", "true"), ("PORT", "0"), ("Http:Ip", "127.0.0.1"), ("CheckOrigin", "false"));

    /// <summary>A browser: it keeps its cookies.</summary>
    private sealed partial class WireBrowser : IDisposable
    {
        private readonly CookieContainer _cookies = new();
        private readonly HttpClient _http;

        internal WireBrowser(LifeApp app)
        {
            var address = new Uri(EndpointRuntime.Find(app.App.Conns.Node, typeof(LifeEndpoint).FullName!)!.Addresses[0]); // it listens
            _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = new UriBuilder(address) { Host = "localhost" }.Uri, Timeout = TimeSpan.FromSeconds(20) };
            _http.DefaultRequestHeaders.Add("Accept", "text/html");
        }

        internal async Task Post(string path) => (await _http.PostAsync(new Uri(path, UriKind.Relative), null)).EnsureSuccessStatusCode();

        internal async Task<WirePage> Open(string path)
        {
            var html = await _http.GetStringAsync(new Uri(path, UriKind.Relative));
            var socket = new ClientWebSocket { Options = { Cookies = _cookies } };
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var token = Uri.EscapeDataString(Find(CsrfToken(), html));
            await socket.ConnectAsync(new UriBuilder(_http.BaseAddress!) { Scheme = "ws", Path = "/live/websocket", Query = $"vsn=2.0.0&_csrf_token={token}" }.Uri, deadline.Token); // set above
            var main = MainView().Match(html);
            var page = new WirePage(socket, main.Groups[1].Value);
            var joined = await page.Join($$"""{"url":"{{_http.BaseAddress}}{{path[1..]}}","params":{"_mounts":0},"session":"{{main.Groups[2].Value}}","static":"{{main.Groups[3].Value}}"}""");
            Assert.Contains("\"rendered\"", joined, StringComparison.Ordinal);
            return page;
        }

        public void Dispose() => _http.Dispose();

        private static string Find(Regex pattern, string html) => pattern.Match(html) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : throw new InvalidOperationException($"There is no {pattern} in {html}.");

        [GeneratedRegex("name=\"csrf-token\" content=\"([^\"]+)\"")]
        private static partial Regex CsrfToken();

        [GeneratedRegex("id=\"(phx-[0-9a-f]+)\"[^>]* data-phx-session=\"([^\"]+)\"[^>]* data-phx-static=\"([^\"]+)\"")]
        private static partial Regex MainView();
    }

    /// <summary>A connected page.</summary>
    private sealed class WirePage(ClientWebSocket socket, string id) : IDisposable
    {
        private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));

        internal Task<string> Join(string payload) => Ask("phx_join", payload, "1");

        internal Task<string> Event(string name) => Ask("event", $$$"""{"type":"click","event":"{{{name}}}","value":{}}""", name);

        internal Task Send(string payload, string @ref) => Send("event", payload, @ref);

        /// <summary>The next message; <c>null</c> when the connection has ended.</summary>
        internal async Task<string?> NextText()
        {
            var buffer = new byte[16 * 1024];
            using var all = new MemoryStream();
            try
            {
                while (true)
                {
                    var result = await socket.ReceiveAsync(buffer.AsMemory(), _deadline.Token);
                    if (result.MessageType == WebSocketMessageType.Close)
                        return null;
                    all.Write(buffer, 0, result.Count);
                    if (result.EndOfMessage)
                        return Encoding.UTF8.GetString(all.ToArray());
                }
            }
            catch (Exception e) when (e is WebSocketException or InvalidOperationException)
            {
                return null;
            }
        }

        /// <summary>Reads until the server closes, and does not answer.</summary>
        internal async Task ReceiveClose()
        {
            while (await NextText() is not null)
            {
            }
        }

        /// <summary>Reads until the server closes, answers, and gives the code; 1006 when it was cut off.</summary>
        internal async Task<int> Closed()
        {
            await ReceiveClose();
            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _deadline.Token);
            return (int)(socket.CloseStatus ?? (WebSocketCloseStatus)1006);
        }

        public void Dispose()
        {
            socket.Dispose();
            _deadline.Dispose();
        }

        private async Task<string> Ask(string @event, string payload, string @ref)
        {
            await Send(@event, payload, @ref);
            while (await NextText() is { } text)
            {
                if (text.StartsWith($"[\"1\",\"{@ref}\"", StringComparison.Ordinal))
                    return text;
            }

            throw new InvalidOperationException($"The connection ended before '{@event}' was answered.");
        }

        private async Task Send(string @event, string payload, string @ref)
        {
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($"[\"1\",\"{@ref}\",\"lv:{id}\",\"{@event}\",{payload}]"), WebSocketMessageType.Text, true, _deadline.Token);
            }
            catch (WebSocketException) when (socket.State is WebSocketState.Aborted or WebSocketState.CloseReceived)
            {
                // The server has cut it off meanwhile.
            }
        }
    }
}
