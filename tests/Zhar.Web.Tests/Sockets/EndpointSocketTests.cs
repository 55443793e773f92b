using System.Net;
using System.Net.WebSockets;
using Zhar.Web.Tests.Channels;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Sockets;

/// <summary>Sockets of an endpoint that listens.</summary>
public sealed class EndpointSocketTests
{
    private static readonly Pipeline Browser = new(static p => p.FetchSession());

    [Fact]
    public async Task At_the_end_clients_are_sent_elsewhere_batch_by_batch_and_nobody_new_gets_in()
    {
        await using var endpoint = await RunningEndpoint.Start(
            static p => p.Socket<SampleSocket>("/socket", new SocketOptions { DrainBatchSize = 2, DrainBatchInterval = TimeSpan.FromSeconds(3) }), static _ => { }, virtualTime: true);
        await endpoint.Node.StartSupervised(PubSub.Child());
        var clients = new List<WireClient>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add((await Connect(endpoint))!);
            await clients[i].Send("""[null,"1","phoenix","heartbeat",{}]""");
            await clients[i].Receive();
        }

        var ends = clients.Select(static c => c.Closed()).ToList();

        var stopping = endpoint.Stop();
        await Eventually.True(() => Ended() == 2);
        Assert.Null(await Connect(endpoint, HttpStatusCode.ServiceUnavailable));
        Assert.Equal(2, Ended());
        await endpoint.Node.AdvanceUntil(() => Ended() == 5, TimeSpan.FromSeconds(1));
        clients.ForEach(static c => c.Dispose());

        await stopping;
        Assert.All(ends, static e => Assert.Equal(1012, e.Result));
        Assert.Contains("lets its 5 clients connect elsewhere, 2 at a time", endpoint.Node.Log.Single(2821).Message, StringComparison.Ordinal);

        int Ended() => ends.Count(static e => e.IsCompleted);
    }

    [Fact]
    public async Task A_socket_reads_the_session_of_a_page_that_shows_the_pages_token()
    {
        await using var endpoint = await RunningEndpoint.Start(
            static p => p.Session().Socket<SessionSocket>("/socket"),
            static s => s.Scope("/", Browser, static a => a.Get("/", Actions.Text(static c => c.PutSession("user", c.Params["user"]).CsrfToken))));
        await endpoint.Node.StartSupervised(PubSub.Child());
        var (cookie, token) = await Page("ada");
        var (_, other) = await Page("eve");

        using (var client = await Connect(endpoint, null, $"&_csrf_token={Uri.EscapeDataString(token)}", cookie))
            Assert.NotNull(client);
        Assert.Null(await Connect(endpoint, HttpStatusCode.Forbidden, "", cookie));
        Assert.Null(await Connect(endpoint, HttpStatusCode.Forbidden, $"&_csrf_token={Uri.EscapeDataString(other)}", cookie));
        Assert.Null(await Connect(endpoint, HttpStatusCode.Forbidden, $"&_csrf_token={Uri.EscapeDataString(token)}"));

        await using var open = await RunningEndpoint.Start(
            static p => p.Session().Socket<SessionSocket>("/socket", new SocketOptions { CheckCsrf = false }),
            static s => s.Scope("/", Browser, static a => a.Get("/", Actions.Text(static c => c.PutSession("user", c.Params["user"]).CsrfToken))));
        await open.Node.StartSupervised(PubSub.Child());
        using (var client = await Connect(open, null, "", (await PageOf(open, "ada")).Cookie))
            Assert.NotNull(client);

        Task<(string Cookie, string Token)> Page(string user) => PageOf(endpoint, user);

        static async Task<(string Cookie, string Token)> PageOf(RunningEndpoint endpoint, string user)
        {
            var page = await endpoint.Http.GetAsync(new Uri(endpoint.Address, $"/?user={user}"));
            return (page.Headers.GetValues("Set-Cookie").Single().Split(';')[0], await page.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Messages_beyond_the_rate_are_read_later()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { MaxMessagesPerSecond = 10 });
        using var client = await app.Connect();
        var began = TimeProvider.System.GetTimestamp();

        // A burst of twenty passes; each of the four behind it waits for a tenth of a second.
        for (var i = 0; i < 25; i++)
            await client.Send($"[null,\"{i}\",\"phoenix\",\"heartbeat\",{{}}]");
        for (var i = 0; i < 25; i++)
            Assert.StartsWith($"[null,\"{i}\",", await client.Receive(), StringComparison.Ordinal);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_are_compressed_only_where_that_is_switched_on(bool compress)
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { Compress = compress });
        using var client = await app.Connect(configure: static o => o.DangerousDeflateOptions = new WebSocketDeflateOptions());

        Assert.Equal(compress, client.Socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var extensions) && extensions.Single().Contains("permessage-deflate", StringComparison.Ordinal));
        await client.Send("""["1","1","echo","phx_join",{}]""");
        await client.Receive();
        await client.Send($$"""["1","2","echo","say",{"text":"{{new string('x', 50_000)}}"}]""");
        Assert.Contains(new string('x', 50_000), await client.Receive(), StringComparison.Ordinal);
    }

    /// <summary>A client; <c>null</c> when the server answered with <paramref name="refused"/>.</summary>
    private static async Task<WireClient?> Connect(RunningEndpoint endpoint, HttpStatusCode? refused = null, string query = "", string? cookie = null)
    {
        var client = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        if (cookie is not null)
            client.Options.SetRequestHeader("Cookie", cookie);
        try
        {
            await client.ConnectAsync(new UriBuilder(endpoint.Address) { Scheme = "ws", Path = "/socket/websocket", Query = "vsn=2.0.0" + query }.Uri, CancellationToken.None).WaitAsync(RunningEndpoint.Deadline);
            return new WireClient(client);
        }
        catch (WebSocketException)
        {
            Assert.Equal(refused, client.HttpStatusCode);
            return null;
        }
    }

    public sealed class SessionSocket : Socket
    {
        protected override void Channels() => Channel<EchoChannel>("echo");

        protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(info.Session?["user"] is "ada" ? Accept() : Refuse("nobody is logged in"));
    }
}
