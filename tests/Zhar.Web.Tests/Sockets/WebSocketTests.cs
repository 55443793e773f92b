using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Zhar.Web.Tests.Sockets;

public sealed class WebSocketTests
{
    // ---- the wire ----------------------------------------------------------------------------------------------------

    [Fact]
    public async Task The_frames_of_a_conversation_are_those_of_version_2()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect("vsn=2.0.0&user=ada");

        await client.Send("""[null,"1","phoenix","heartbeat",{}]""");
        Assert.Equal("""[null,"1","phoenix","phx_reply",{"status":"ok","response":{}}]""", await client.Receive());
        await client.Send("""["2","2","room:1","phx_join",{}]""");
        Assert.Equal("""["2","2","room:1","phx_reply",{"status":"ok","response":{"body":"welcome to room:1","from":"ada"}}]""", await client.Receive());
        await client.Send("""["2","3","room:1","add",{"a":1,"b":2}]""");
        Assert.Equal("""["2","3","room:1","phx_reply",{"status":"ok","response":{"value":3}}]""", await client.Receive());
        await client.Send("""["2","4","room:1","new_msg",{"body":"<b> \"ž\" 😀"},"ignored"]""");
        Assert.Equal("""[null,null,"room:1","new_msg",{"body":"<b> \"ž\" 😀","from":"ada"}]""", (await client.Receive()).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
        await client.Send("""["2","5","room:1","phx_leave",{}]""");
        Assert.Equal("""["2","5","room:1","phx_reply",{"status":"ok","response":{}}]""", await client.Receive());
        Assert.Equal("""["2","2","room:1","phx_close",{}]""", await client.Receive());
    }

    [Fact]
    public async Task Binary_frames_have_the_layout_of_the_client()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        await client.Send("""["2","2","room:1","phx_join",{}]""");
        await client.Receive();

        await client.Send([0, 1, 1, 6, 6, .. "23room:1binary"u8, 7, 8, 9]);
        var (reply, type) = await client.ReceiveFrame();
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal([1, 1, 1, 6, 2, .. "23room:1ok"u8, 9, 8, 7], reply);

        await client.Send("""["2","4","room:1","push_binary",{}]""");
        Assert.Equal([0, 1, 6, 4, .. "2room:1data"u8, 1, 2, 3], (await client.ReceiveFrame()).Bytes);

        await client.Send("""["2","5","room:1","broadcast_binary",{}]""");
        Assert.Equal([2, 6, 4, .. "room:1data"u8, 4, 5], (await client.ReceiveFrame()).Bytes);
    }

    [Fact]
    public async Task A_message_in_several_frames_is_one()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        var bytes = Encoding.UTF8.GetBytes($$"""["2","2","echo","phx_join",{"x":"{{new string('x', 20_000)}}"}]""");

        for (var at = 0; at < bytes.Length; at += 3000)
            await client.Socket.SendAsync(bytes.AsMemory(at, Math.Min(3000, bytes.Length - at)), WebSocketMessageType.Text, at + 3000 >= bytes.Length, CancellationToken.None);

        Assert.Equal("""["2","2","echo","phx_reply",{"status":"ok","response":{}}]""", await client.Receive());
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        await client.Send("""["2","2","echo","phx_join",{}]""");
        await client.Receive();
        var text = new string('y', 900_000);

        await client.Send($$"""["2","3","echo","any",{"x":"{{text}}"}]""");

        Assert.Equal($$$"""["2","3","echo","phx_reply",{"status":"ok","response":{"x":"{{{text}}}"}}]""", await client.Receive());
    }

    // ---- connect -----------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("vsn=1.1.0")]
    [InlineData("vsn=3.0.0")]
    [InlineData("vsn=2.0.x")]
    [InlineData("vsn=")]
    [InlineData("vsn=2.0.1234567")]
    [InlineData("vsn[]=2.0.0")]
    [InlineData("vsn=2.0.0&refuse=yes")]
    [InlineData("vsn=2.0.0&refuse=crash")]
    public async Task A_client_that_may_not_connect_gets_403(string query)
    {
        await using var app = await SocketServerApp.Start();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => app.Connect(query));

        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task A_page_of_another_host_may_not_connect()
    {
        await using var app = await SocketServerApp.Start();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => app.Connect(configure: o => o.SetRequestHeader("Origin", "https://evil.example")));
        using var same = await app.Connect(configure: o => o.SetRequestHeader("Origin", $"http://127.0.0.1:{app.Address.Port}"));

        Assert.Equal(403, refused.Status);
        Assert.Contains("https://evil.example", app.Node.Log.Single(2804).Message);
    }

    [Fact]
    public async Task The_auth_token_of_the_client_comes_through_its_subprotocol()
    {
        await using var app = await SocketServerApp.Start();

        using var client = await app.Connect(configure: o =>
        {
            o.AddSubProtocol("phoenix");
            o.AddSubProtocol("base64url.bearer.phx." + System.Buffers.Text.Base64Url.EncodeToString("žeton"u8));
        });

        Assert.Equal("phoenix", client.Socket.SubProtocol);
    }

    [Fact]
    public async Task A_plain_request_gets_400_and_a_transport_that_is_off_404()
    {
        await using var app = await SocketServerApp.Start();
        using var http = new HttpClient { BaseAddress = app.Address };

        Assert.Equal(400, (int)(await http.GetAsync(new Uri("/socket/websocket?vsn=2.0.0", UriKind.Relative))).StatusCode);
        Assert.Equal(404, (int)(await http.GetAsync(new Uri("/socket/longpoll?vsn=2.0.0", UriKind.Relative))).StatusCode);
    }

    public static TheoryData<string> LongNames => new(
        $$"""["{{new string('1', 65)}}","1","room:1","phx_join",{}]""",
        $$"""["1","{{new string('1', 65)}}","room:1","phx_join",{}]""",
        $$"""["1","1","room:{{new string('x', 1020)}}","phx_join",{}]""",
        $$"""["1","1","room:1","{{new string('e', 257)}}",{}]""");

    [Fact]
    public async Task A_client_writes_no_lines_of_its_own_into_the_log()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();

        await client.Send("""["1","1","room:\n\u0000\u0085x","phx_join",{}]""");
        await client.Receive();
        await client.Send("""["1","2","room:\n\u0000\u0085x","no\nsuch",{"a\n":1}]""");
        await client.Receive();
        await client.Send("""["1","3","room:\n\u0000\u0085x","add",{"a":"\n"}]""");
        await client.Receive();
        await client.Send("""["1","4","nowhere\n","no\nsuch",{}]""");
        await client.Receive();

        Assert.Contains(app.Node.Log.Entries, static e => e.Id.Id == 2815);
        Assert.DoesNotContain(app.Node.Log.Entries, static e => e.Message.Any(char.IsControl));
    }

    // ---- hostile clients ---------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("""[1,"1","a","b",{}]""")]
    [InlineData("""[null,"1",null,"b",{}]""")]
    [InlineData("""[null,"1","a",7,{}]""")]
    [InlineData("""[null,"1","a","b"]""")]
    [InlineData("""[null,"1","a","b",{}""")]
    [InlineData("""[null,"1","a","b",{}] x""")]
    [InlineData("""[null,"1","\ud800","b",{}]""")]
    [MemberData(nameof(LongNames))]
    public async Task A_frame_that_is_not_of_the_protocol_ends_the_connection(string frame)
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();

        await client.Send(frame);

        Assert.Equal(1007, await client.Closed());
        Assert.Equal(LogLevel.Warning, app.Node.Log.Single(2806).Level);
        using var next = await app.Connect();
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 1, 0xff, 0xfe })]
    public async Task A_binary_frame_that_is_not_of_the_protocol_ends_the_connection(byte[] frame)
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();

        await client.Send(frame);

        Assert.Equal(1007, await client.Closed());
    }

    [Fact]
    public async Task A_frame_over_the_limit_ends_the_connection()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { MaxFrameBytes = 10_000 });
        using var client = await app.Connect();

        await client.Send($$"""["2","2","echo","phx_join",{"x":"{{new string('x', 50_000)}}"}]""");

        Assert.Contains(await client.Closed(), new[] { 1009, 1006 });
        Assert.Contains("MaxFrameBytes", app.Node.Log.Single(2807).Message);
    }

    [Fact]
    public async Task Deep_json_ends_the_connection_and_nothing_else()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();

        await client.Send($"""["2","2","echo","phx_join",{new string('[', 5000)}{new string(']', 5000)}]""");

        Assert.Equal(1007, await client.Closed());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off_and_others_go_on()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { MaxQueuedBytes = 256 * 1024 });
        using var slow = await app.Connect();
        using var good = await app.Connect();
        foreach (var client in new[] { slow, good })
        {
            await client.Send("""["2","2","room:1","phx_join",{}]""");
            await client.Receive();
        }

        var text = new string('z', 32 * 1024);
        var sender = Task.Run(async () =>
        {
            for (var i = 0; i < 2000 && app.Node.Log.WithId(2808).Count == 0; i++)
            {
                await good.Send($$"""["2","{{i + 3}}","room:1","new_msg",{"body":"{{text}}"}]""");
                Assert.Contains(text, await good.Receive(), StringComparison.Ordinal);
            }
        });
        await sender.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(app.Node.Log.WithId(2808));
        await good.Send("""[null,"x","phoenix","heartbeat",{}]""");
        Assert.Equal("""[null,"x","phoenix","phx_reply",{"status":"ok","response":{}}]""", await good.Receive());
    }

    [Fact]
    public async Task A_message_whose_kind_is_short_is_handled_by_the_thread_that_has_read_it()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        await client.Send("""["1","1","room:1","phx_join",{}]""");
        await client.Receive();
        var answers = new HashSet<string>();

        for (var i = 0; i < 400; i++)
        {
            await client.Send($$"""["1","{{i}}","room:1","thread",{"wait":{{(i % 2 == 0 ? "true" : "false")}}}]""");
            answers.Add((await client.Receive()).Split("\"response\":")[1]);
        }

        // At first by a worker, later by a thread of the pool, the one that reads; inside the process each time.
        Assert.Equal(["{\"value\":10}}]", "{\"value\":11}}]"], answers.Order());
    }

    [Fact]
    public async Task Handlers_that_get_stuck_hold_up_their_own_clients_and_nobody_else()
    {
        await using var app = await SocketServerApp.Start();
        using var first = await app.Connect();
        await first.Send("""["1","1","room:1","phx_join",{}]""");
        await first.Receive();
        for (var i = 0; i < 150; i++)
        {
            await first.Send("""["1","2","room:1","block",{}]""");
            await first.Receive();
        }

        var stuck = new List<WireClient>();
        Channels.RoomChannel.Gate.Reset();
        try
        {
            for (var i = 0; i < 30; i++)
            {
                stuck.Add(await app.Connect());
                await stuck[^1].Send($$"""["1","1","room:{{i + 2}}","phx_join",{}]""");
                await stuck[^1].Receive();
                await stuck[^1].Send($$"""["1","2","room:{{i + 2}}","block",{}]""");
            }

            await first.Send("""["1","3","room:1","add",{"a":1}]""");
            Assert.Contains("\"value\":2", await first.Receive(), StringComparison.Ordinal);
        }
        finally
        {
            Channels.RoomChannel.Gate.Set();
        }

        foreach (var client in stuck)
        {
            Assert.Contains("\"value\":0", await client.Receive(), StringComparison.Ordinal);
            client.Dispose();
        }
    }

    [Fact]
    public async Task A_flood_is_read_no_faster_than_the_channel_handles_it()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { MaxPendingMessages = 8 });
        using var client = await app.Connect();
        await client.Send("""["2","2","room:1","phx_join",{}]""");
        await client.Receive();

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 5000; i++)
                await client.Send($$"""["2","{{i}}","room:1","add_later",{"a":{{i}},"b":0}]""");
        });
        for (var i = 0; i < 5000; i++)
            Assert.Equal($$$"""["2","{{{i}}}","room:1","phx_reply",{"status":"ok","response":{"value":{{{i}}}}}]""", await client.Receive());
        await sending.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_client_that_falls_silent_is_disconnected()
    {
        await using var app = await SocketServerApp.Start(virtualTime: true);
        using var client = await app.Connect();
        using var busy = await app.Connect();
        var closed = client.Closed();

        for (var i = 0; i < 8; i++)
        {
            app.Node.Clock.Advance(TimeSpan.FromSeconds(10));
            await busy.Send($$"""[null,"{{i}}","phoenix","heartbeat",{}]""");
            await busy.Receive();
        }

        Assert.Equal(1001, await closed);
        await busy.Send("""[null,"x","phoenix","heartbeat",{}]""");
        Assert.Contains("\"x\"", await busy.Receive(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_frames_never_hurt_the_server()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        await using var app = await SocketServerApp.Start();
        string[] seeds =
        [
            """["2","2","room:1","phx_join",{"mode":"x"}]""", """["2","3","room:1","add",{"a":1,"b":2}]""", """["2","4","room:1","new_msg",{"body":"x"}]""",
            """["2","5","room:1","phx_leave",{}]""", """[null,"6","phoenix","heartbeat",{}]""", """["2","7","room:1","crash",{}]""",
        ];
        using var watcher = await app.Connect();
        for (var round = 0; round < 150; round++)
        {
            using var client = await app.Connect();
            try
            {
                for (var i = 0; i < 10; i++)
                {
                    var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
                    for (var change = random.Next(3); change > 0 && bytes.Length > 0; change--)
                        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    if (random.Next(4) == 0)
                        await client.Send(bytes[..random.Next(bytes.Length)]);
                    else
                        await client.Send(Encoding.UTF8.GetString(bytes));
                }
            }
            catch (WebSocketException)
            {
                // The server has ended this one.
            }

            await watcher.Send("""[null,"1","phoenix","heartbeat",{}]""");
            Assert.True((await watcher.Receive()).Contains("ok", StringComparison.Ordinal), $"seed {Seed}, round {round}");
        }
    }
}
