using System.Net;
using System.Text;
using System.Text.Json;

namespace Zhar.Web.Tests.Sockets;

public sealed class LongPollTests
{
    private static readonly SocketOptions Options = new() { LongPoll = true, LongPollWindow = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task A_client_without_a_token_gets_one_with_410_and_talks_with_it()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app);

        await client.Open();
        await client.Post("""["1","1","room:1","phx_join",{}]""");
        Assert.Equal("""["1","1","room:1","phx_reply",{"status":"ok","response":{"body":"welcome to room:1","from":"nobody"}}]""", Assert.Single(await client.Poll()));
        await client.Post("""["1","2","room:1","add",{"a":1,"b":2}]""", """["1","3","room:1","add",{"a":3,"b":4}]""");
        var replies = new List<string>();
        while (replies.Count < 2)
            replies.AddRange(await client.Poll());
        Assert.Equal(["""["1","2","room:1","phx_reply",{"status":"ok","response":{"value":3}}]""", """["1","3","room:1","phx_reply",{"status":"ok","response":{"value":7}}]"""], replies);
    }

    [Theory]
    [InlineData("vsn=1.0.0")]
    [InlineData("")]
    public async Task A_client_of_version_1_talks_in_objects(string query)
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app, query);
        await client.Open();

        await client.Post("""{"topic":"room:1","event":"phx_join","payload":{},"ref":"1"}""");

        Assert.Equal("""{"topic":"room:1","event":"phx_reply","ref":"1","payload":{"status":"ok","response":{"body":"welcome to room:1","from":"nobody"}}}""", Assert.Single(await client.Poll()));
        Assert.Equal(410, await client.TryPost("""{"topic":7}"""));
    }

    [Fact]
    public async Task A_line_that_is_not_utf8_gets_400_and_the_session_lives_on()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app);
        await client.Open();
        await client.Post("""["1","1","room:1","phx_join",{}]""");
        await client.Poll();

        Assert.Equal(400, await client.TryPost((byte[])[.. "[\"1\",\"2\",\"room:1\",\"check\",{\"word\":\""u8, 0xff, 0xfe, .. "\"}]"u8]));

        await client.Post("""["1","3","room:1","add",{"a":1}]""");
        Assert.Contains("\"value\":2", Assert.Single(await client.Poll()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_frames_travel_as_base64()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app);
        await client.Open();
        await client.Post("""["1","1","room:1","phx_join",{}]""");
        await client.Poll();

        await client.Post(Convert.ToBase64String([0, 1, 1, 6, 6, .. "12room:1binary"u8, 7, 8, 9]));

        Assert.Equal(Convert.ToBase64String([1, 1, 1, 6, 2, .. "12room:1ok"u8, 9, 8, 7]), Assert.Single(await client.Poll()));
    }

    [Fact]
    public async Task A_poll_without_news_answers_204_after_the_window()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app);
        await client.Open();

        var (status, body) = await client.Get();

        Assert.Equal(204, status);
        Assert.Equal(client.Token, body.GetProperty("token").GetString());
        Assert.Equal(0, body.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task A_poll_that_waits_gets_the_message_at_once()
    {
        await using var app = await SocketServerApp.Start(Options with { LongPollWindow = TimeSpan.FromSeconds(20) });
        using var client = new PollClient(app);
        using var other = await app.Connect();
        await client.Open();
        await client.Post("""["1","1","room:1","phx_join",{}]""");
        await client.Poll();
        await other.Send("""["1","1","room:1","phx_join",{}]""");
        await other.Receive();

        var poll = client.Poll();
        await other.Send("""["1","2","room:1","to_others",{"body":"x"}]""");

        Assert.Equal("""[null,null,"room:1","new_msg",{"body":"x","from":null}]""", Assert.Single(await poll.WaitAsync(TimeSpan.FromSeconds(10))));
    }

    [Theory]
    [InlineData("vsn=1.1.0")]
    [InlineData("vsn=2.0.0&refuse=yes")]
    public async Task A_refused_client_gets_403_in_the_body(string query)
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app, query);

        Assert.Equal(403, (await client.Get()).Status);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("")]
    public async Task A_forged_token_opens_a_new_session_and_posts_nothing(string token)
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app) { Token = token };

        Assert.Equal(410, await client.TryPost("""["1","1","room:1","phx_join",{}]"""));
        Assert.Equal(410, (await client.Get()).Status);
    }

    [Fact]
    public async Task Lines_that_are_not_frames_get_400_and_frames_of_the_wrong_shape_end_the_session()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var client = new PollClient(app);
        await client.Open();

        Assert.Equal(400, await client.TryPost("not base64!"));
        Assert.Equal(400, await client.TryPost([.. Enumerable.Repeat("[]", 101)]));
        Assert.Equal(410, await client.TryPost("[1,2,3]"));
        Assert.Equal(410, await client.TryPost("""["1","1","room:1","phx_join",{}]"""));
    }

    [Fact]
    public async Task Posts_that_wait_for_each_other_hold_no_more_than_one_may()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { LongPoll = true, MaxPendingMessages = 1, LongPollWindow = TimeSpan.FromSeconds(20) }, virtualTime: true);
        using var client = new PollClient(app);
        await client.Open();
        await client.Post("""["1","1","room:1","phx_join",{"mode":"hang"}]""");
        var padding = new string(' ', 6 * 1024 * 1024);

        // The answer to the first line says that the body is read; the lines behind it wait for the channel, which does not get on.
        var large = client.TryPost("""[null,"2","phoenix","heartbeat",{}]""", """["1","3","room:1","add",{"a":1}]""", """["1","4","room:1","add",{"a":1}]""", padding);
        Assert.StartsWith("""[null,"2","phoenix","phx_reply",""", Assert.Single(await client.Poll()), StringComparison.Ordinal);

        Assert.Equal(413, await client.TryPost(padding));
        Assert.False(large.IsCompleted);
        for (var i = 0; i < 8; i++)
            app.Node.Clock.Advance(TimeSpan.FromSeconds(2.5)); // until the join has timed out
        Assert.Equal(200, await large.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(200, await client.TryPost(padding));
    }

    [Fact]
    public async Task A_session_that_nobody_polls_ends()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { LongPoll = true }, virtualTime: true);
        using var client = new PollClient(app);
        await client.Open();
        Assert.Equal(200, await client.TryPost("""["1","1","room:1","phx_join",{}]"""));

        for (var i = 0; i < 10; i++)
            app.Node.Clock.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal(410, await client.TryPost("""["1","2","room:1","add",{}]"""));
    }

    [Fact]
    public async Task Messages_beyond_the_rate_are_read_later()
    {
        await using var app = await SocketServerApp.Start(Options with { MaxMessagesPerSecond = 10, LongPollWindow = TimeSpan.FromSeconds(10) });
        using var client = new PollClient(app);
        await client.Open();
        var began = TimeProvider.System.GetTimestamp();

        // A burst of twenty passes; each of the four behind it waits for a tenth of a second.
        await client.Post([.. Enumerable.Range(1, 24).Select(static i => $"[null,\"{i}\",\"phoenix\",\"heartbeat\",{{}}]")]);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30));
        Assert.Equal(24, (await client.Poll()).Length);
    }

    [Fact]
    public async Task Preflight_requests_are_answered_and_other_origins_refused()
    {
        await using var app = await SocketServerApp.Start(Options);
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }) { BaseAddress = app.Address };

        var preflight = await http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/socket/longpoll") { Headers = { { "Access-Control-Request-Headers", "x-phoenix-authtoken" } } });
        var foreign = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/socket/longpoll?vsn=2.0.0") { Headers = { { "Origin", "https://evil.example" } } });
        var put = await http.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/socket/longpoll?vsn=2.0.0"));

        var odd = new HttpRequestMessage(HttpMethod.Options, "/socket/longpoll");
        odd.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "x-fine, tücke, a b, x-good");
        var filtered = await http.SendAsync(odd);
        Assert.Equal((HttpStatusCode.OK, "x-fine, x-good"), (filtered.StatusCode, filtered.Headers.GetValues("Access-Control-Allow-Headers").Single()));

        Assert.Equal("x-phoenix-authtoken", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal("""{"status":403}""", await foreign.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
    }

    private sealed class PollClient(SocketServerApp app, string query = "vsn=2.0.0") : IDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(30) };

        public string? Token { get; set; }

        private Uri Path => new($"/socket/longpoll?{query}{(Token is null ? "" : "&token=" + Token)}", UriKind.Relative);

        public async Task<(int Status, JsonElement Body)> Get()
        {
            using var document = JsonDocument.Parse(await _http.GetStringAsync(Path));
            return (document.RootElement.GetProperty("status").GetInt32(), document.RootElement.Clone());
        }

        public async Task Open()
        {
            var (status, body) = await Get();
            Assert.Equal(410, status);
            Token = body.GetProperty("token").GetString();
        }

        public async Task<string[]> Poll()
        {
            var (status, body) = await Get();
            Assert.Contains(status, new[] { 200, 204 });
            return [.. body.GetProperty("messages").EnumerateArray().Select(m => m.GetString()!)];
        }

        public async Task Post(params string[] lines) => Assert.Equal(200, await TryPost(lines));

        public Task<int> TryPost(params string[] lines) => TryPost(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        public async Task<int> TryPost(byte[] body)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-ndjson") } };
            using var response = await _http.PostAsync(Path, content);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return document.RootElement.GetProperty("status").GetInt32();
        }

        public void Dispose() => _http.Dispose();
    }
}
