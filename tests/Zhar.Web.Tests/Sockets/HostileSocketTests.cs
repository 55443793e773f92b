using System.Text;
using Zhar.Web.Tests.Channels;

namespace Zhar.Web.Tests.Sockets;

/// <summary>Clients that mean harm, on a WebSocket and in process: their own channel or connection pays, memory stays bounded, the others go on.</summary>
public sealed class HostileSocketTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("check", """{"word":"\ud800"}""")]
    [InlineData("check", """{"word":"\udc00\ud800"}""")]
    [InlineData("check", """{"\ud800":1,"word":"x"}""")]
    [InlineData("add", """{"a":"\ud800"}""")]
    [InlineData("to_others", """{"body":"\ud800"}""")]
    [InlineData("to_others", """{"\ud800":1}""")]
    public async Task Half_a_character_is_a_payload_that_does_not_fit(string @event, string payload)
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        await client.Send("""["1","1","room:1","phx_join",{}]""");
        await client.Receive();

        await client.Send($"""["1","2","room:1","{@event}",{payload}]""");
        Assert.Equal("""["1","2","room:1","phx_reply",{"status":"error","response":{"reason":"invalid payload"}}]""", await client.Receive());

        await client.Send("""["1","3","room:1","add",{"a":1}]""");
        Assert.Contains("\"value\":2", await client.Receive(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_in_a_join_refuses_the_join()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();

        await client.Send("""["1","1","room:1","phx_join",{"mode":"\ud800"}]""");

        Assert.Equal("""["1","1","room:1","phx_reply",{"status":"error","response":{"reason":"invalid payload"}}]""", await client.Receive());
        Assert.DoesNotContain(app.Node.Log.Entries, static e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Thousands_of_joins_open_as_many_channels_as_are_allowed_and_one_join_counts_for_each_topic()
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect();
        using var other = await app.Connect();

        var joining = Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
                await client.Send($$"""["{{i}}","{{i}}","room:{{i % 1000}}","phx_join",{}]""");
        });
        var (ok, refused) = (0, 0);
        while (ok + refused < 2000)
        {
            var frame = await client.Receive();
            if (frame.Contains("\"phx_reply\",{\"status\":\"ok\"", StringComparison.Ordinal))
                ok++;
            else if (frame.Contains("too many channels joined", StringComparison.Ordinal))
                refused++;
        }

        await joining.WaitAsync(Deadline);
        Assert.Equal((200, 1800), (ok, refused)); // the hundred channels twice, the second time in place of the first
        await other.Send("""["1","1","room:1","phx_join",{}]""");
        Assert.Contains("welcome", await other.Receive(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_that_wait_for_a_channel_hold_no_more_bytes_than_one_client_may()
    {
        await using var test = await ChannelTests.Start(new SocketOptions { MaxPendingBytes = 100_000 }, virtualTime: true);
        var socket = await test.Connect();
        var neighbour = await test.Connect();
        var room = await neighbour.Join("room:1");
        await socket.SendRaw("""["1","1","room:1","phx_join",{"mode":"hang"}]"""u8.ToArray());
        var message = Encoding.UTF8.GetBytes($$"""["1","2","room:1","add",{"a":1,"text":"{{new string('x', 20_000)}}"}]""");
        var sent = 0;

        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await socket.SendRaw(message);
                Interlocked.Increment(ref sent);
            }
        });
        await Eventually.True(() => Volatile.Read(ref sent) >= 4);
        Assert.Equal("3", (await room.Push("add", ("a", 1), ("b", 2)).AssertReply())["value"]);
        Assert.False(flood.IsCompleted);
        Assert.InRange(Volatile.Read(ref sent), 4, 5); // the fifth is over the limit, and the sixth is not read

        test.TestNode.Clock.Advance(TimeSpan.FromSeconds(20)); // the join has timed out, and what waited for it goes
        await flood.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Joins_that_hang_hold_no_more_bytes_than_one_client_may()
    {
        await using var test = await ChannelTests.Start(new SocketOptions { MaxPendingBytes = 100_000 }, virtualTime: true);
        var socket = await test.Connect();
        var sent = 0;

        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await socket.SendRaw(Encoding.UTF8.GetBytes($$"""["1","1","room:{{i}}","phx_join",{"mode":"hang","text":"{{new string('x', 20_000)}}"}]"""));
                Interlocked.Increment(ref sent);
            }
        });
        await Eventually.True(() => Volatile.Read(ref sent) >= 4);
        Assert.False(flood.IsCompleted);
        Assert.InRange(Volatile.Read(ref sent), 4, 5);

        await socket.Close();
        await flood.WaitAsync(Deadline);
    }

    [Fact]
    public async Task What_is_handled_holds_nothing()
    {
        await using var test = await ChannelTests.Start(new SocketOptions { MaxPendingBytes = 50_000 });
        var socket = await test.Connect();
        var room = await socket.Join("room:1");
        var text = new string('x', 20_000);

        for (var i = 0; i < 100; i++)
            Assert.Equal("3", (await room.Push("add", ("a", 1), ("b", 2), ("text", text)).AssertReply())["value"]);
        for (var i = 0; i < 20; i++)
        {
            _ = room.Push("crash", ("text", text));
            await socket.AssertEvent("phx_error");
            room = await socket.Join("room:1", ("text", text));
        }

        Assert.Equal("3", (await room.Push("add", ("a", 1), ("b", 2), ("text", text)).AssertReply())["value"]);
    }

    [Fact]
    public async Task No_more_clients_connect_than_may_by_whatever_transport()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { LongPoll = true, MaxConnections = 2 });
        using var http = new HttpClient { BaseAddress = app.Address };
        var poll = new Uri("/socket/longpoll?vsn=2.0.0", UriKind.Relative);
        using var first = await app.Connect();
        Assert.Contains("\"status\":410", await http.GetStringAsync(poll), StringComparison.Ordinal);

        Assert.Equal("{\"status\":503}", await http.GetStringAsync(poll));
        Assert.Equal(503, (await Assert.ThrowsAsync<RefusedException>(() => app.Connect())).Status);

        await first.Send("[");
        await first.Closed();
        first.Dispose();
        Assert.Equal(2, app.Node.Log.WithId(2826).Count);
        await Eventually.True(async () =>
        {
            try
            {
                using var next = await app.Connect();
                return true;
            }
            catch (RefusedException)
            {
                return false; // the first one is just leaving
            }
        });
    }

    [Fact]
    public async Task A_client_is_refused_with_the_status_that_the_socket_says()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { LongPoll = true });
        using var http = new HttpClient { BaseAddress = app.Address };

        var refused = await Assert.ThrowsAsync<RefusedException>(() => app.Connect("vsn=2.0.0&refuse=often"));

        Assert.Equal(429, refused.Status);
        Assert.Equal("""{"status":429}""", await http.GetStringAsync(new Uri("/socket/longpoll?vsn=2.0.0&refuse=often", UriKind.Relative)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Refused("no") { Status = 200 });
    }
}
