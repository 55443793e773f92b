using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Channels;

public sealed class ChannelTests
{
    internal static Task<ChannelTest> Start(SocketOptions? options = null, bool virtualTime = false) => ChannelTest.Start<SampleSocket>(
        options, s => s.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default)), virtualTime);

    [Fact]
    public async Task A_channel_without_messages_hibernates_where_it_is_told_so_and_wakes_up()
    {
        await using var test = await Start(virtualTime: true);
        var socket = await test.Connect();
        var (echo, room) = (await socket.Join("echo"), await socket.Join("room:1"));

        await test.TestNode.AdvanceUntil(() => Process.Info(echo.Pid)?.Status == "hibernating", TimeSpan.FromSeconds(5));
        Assert.NotEqual("hibernating", Process.Info(room.Pid)?.Status);

        Assert.Equal("1", (await echo.Push("any", ("x", 1)).AssertReply())["x"]);
    }

    // ---- connect and join --------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_client_that_is_accepted_has_an_id_and_assigns()
    {
        await using var test = await Start();

        var socket = await test.Connect(Params.Of(("user", "ada")), new ConnectInfo { AuthToken = "abc" });

        Assert.Equal("users_socket:ada", socket.Socket.Id);
        Assert.Equal("ada", socket.Socket.Assigned<string>("user"));
        Assert.Equal("abc", socket.Socket.Assigns["token"]);
        Assert.Contains("no assign 'role'", Assert.Throws<KeyNotFoundException>(() => socket.Socket.Assigned<string>("role")).Message);
    }

    [Fact]
    public async Task A_client_can_be_refused_and_a_crash_refuses_too()
    {
        await using var test = await Start();

        Assert.Equal(new Refused("asked for it"), (await test.TryConnect(Params.Of(("refuse", "yes")))).Result);
        Assert.IsType<Refused>((await test.TryConnect(Params.Of(("refuse", "crash")))).Result);
        Assert.Contains("connect crashed on purpose", test.TestNode.Log.Single(2803).Exception!.Message);
    }

    [Fact]
    public async Task A_join_is_answered_with_what_the_channel_gives()
    {
        await using var test = await Start();
        var socket = await test.Connect(("user", "ada"));

        var room = await socket.Join("room:7");

        Assert.Equal("""{"body":"welcome to room:7","from":"ada"}""", room.Reply.Payload.GetRawText());
        Assert.Equal(room.JoinRef, room.Reply.JoinRef);
    }

    [Theory]
    [InlineData("refuse", "unauthorized")]
    [InlineData("crash", "join crashed")]
    public async Task A_join_that_fails_is_answered_with_the_reason_and_can_be_tried_again(string mode, string reason)
    {
        await using var test = await Start();
        var socket = await test.Connect();

        var (reply, channel) = await socket.TryJoin("room:7", Params.Of(("mode", mode)));

        Assert.Null(channel);
        Assert.Equal("error", reply.Status);
        Assert.Equal(reason, reply["reason"]);
        await socket.Join("room:7");
    }

    [Fact]
    public async Task A_join_of_an_unknown_topic_gets_unmatched_topic()
    {
        await using var test = await Start();
        var socket = await test.Connect();

        var (reply, _) = await socket.TryJoin("lobby:1", Params.Empty);

        Assert.Equal("error", reply.Status);
        Assert.Equal("unmatched topic", reply["reason"]);
        Assert.Null(reply.JoinRef);
    }

    [Fact]
    public async Task A_join_that_takes_too_long_is_ended()
    {
        await using var test = await Start(new SocketOptions { JoinTimeout = TimeSpan.FromMilliseconds(50) });
        var socket = await test.Connect();

        var (reply, _) = await socket.TryJoin("room:7", Params.Of(("mode", "hang")));

        Assert.Equal("join timeout", reply["reason"]);
        await socket.Join("room:7");
    }

    [Fact]
    public async Task Only_so_many_channels_fit_on_a_connection()
    {
        await using var test = await Start(new SocketOptions { MaxChannels = 2 });
        var socket = await test.Connect();
        await socket.Join("room:1");
        await socket.Join("room:2");

        var (reply, _) = await socket.TryJoin("room:3", Params.Empty);

        Assert.Equal("too many channels joined", reply["reason"]);
    }

    [Fact]
    public async Task A_second_join_of_a_topic_replaces_the_first()
    {
        await using var test = await Start();
        var socket = await test.Connect();
        var first = await socket.Join("room:7");

        var second = await socket.Join("room:7");

        var close = await socket.AssertEvent("phx_close");
        Assert.Equal(first.JoinRef, close.JoinRef);
        Assert.NotEqual(first.Pid, second.Pid);
        Assert.False(Process.IsAlive(first.Pid));
        Assert.True(Process.IsAlive(second.Pid));
    }

    [Fact]
    public async Task A_message_of_an_earlier_join_is_ignored()
    {
        await using var test = await Start();
        var socket = await test.Connect();
        var first = await socket.Join("room:7");
        var second = await socket.Join("room:7");

        var push = first.Push("add", ("a", 1));

        await push.RefuteReply(second);
    }

    // ---- messages ----------------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_handler_answers_with_its_value_now_or_later()
    {
        await using var test = await Start();
        var room = await (await test.Connect()).Join("room:7");

        Assert.Equal("3", (await room.Push("add", ("a", 1), ("b", 2)).AssertReply())["value"]);
        Assert.Equal("2", (await room.Push("add", ("a", 1)).AssertReply())["value"]);
        Assert.Equal("7", (await room.Push("add_later", ("a", 3), ("b", 4)).AssertReply())["value"]);
        Assert.Equal("tidy done", (await room.Push("work", new Work("tidy")).AssertReply())["body"]);
        Assert.Equal("5", (await room.Push("check", ("word", "sesame"), ("times", 5)).AssertReply())["value"]);
        Assert.Equal("wrong word", (await room.Push("check", ("word", "abracadabra")).AssertReply("error"))["reason"]);
    }

    [Fact]
    public async Task A_broadcast_reaches_all_clients_of_the_topic_and_no_other()
    {
        await using var test = await Start();
        var ada = await (await test.Connect(("user", "ada"))).SubscribeAndJoin("room:7");
        var bob = await (await test.Connect(("user", "bob"))).Join("room:7");
        var eve = await (await test.Connect(("user", "eve"))).Join("room:8");

        ada.Push("new_msg", new Message("hi"));

        foreach (var client in new[] { ada, bob })
        {
            var got = await client.AssertPush("new_msg");
            Assert.Equal(("hi", "ada"), (got["body"], got["from"]));
            Assert.Null(got.JoinRef);
            Assert.Null(got.Ref);
        }

        var broadcast = await ada.AssertBroadcast("new_msg");
        Assert.True(broadcast.Payload.TryGetSource<Message>(out var source));
        Assert.Equal(new Message("hi", "ada"), source);
        await eve.RefutePush("new_msg");
    }

    [Fact]
    public async Task A_broadcast_from_a_channel_skips_its_own_client()
    {
        await using var test = await Start();
        var ada = await (await test.Connect()).Join("room:7");
        var bob = await (await test.Connect()).Join("room:7");

        ada.Push("to_others", new Message("hi"));

        await bob.AssertPush("new_msg");
        await ada.RefutePush("new_msg");
    }

    [Fact]
    public async Task An_intercepted_event_goes_through_each_channel()
    {
        await using var test = await Start();
        var ada = await (await test.Connect(("user", "ada"))).Join("room:7");
        var bob = await (await test.Connect(("user", "bob"))).Join("room:7");

        ada.Push("hidden", new Note("a secret"));
        ada.Push("hidden", new Note("news"));

        Assert.Equal("news for ada", (await ada.AssertPush("hidden"))["text"]);
        Assert.Equal("news for bob", (await bob.AssertPush("hidden"))["text"]);
        await bob.RefutePush("hidden");
    }

    [Fact]
    public async Task A_channel_is_a_server_like_any_other()
    {
        await using var test = await Start();
        var room = await (await test.Connect()).Join("room:7", ("mode", "greet"));

        Assert.Equal("hello", (await room.AssertPush("greeting"))["body"]);
        test.Node.Send(room.Pid, new Note("news"));
        Assert.Equal("news", (await room.AssertPush("note"))["text"]);
        room.Push("new_msg", new Message("hi"));
        Assert.Equal(1, await test.Node.Run(async _ => await new RoomChannel.Ref(room.Pid).Count()));
    }

    [Fact]
    public async Task Binary_data_travels_both_ways()
    {
        await using var test = await Start();
        var room = await (await test.Connect()).Join("room:7");

        var reply = await room.Push("binary", new byte[] { 1, 2, 3 }).AssertReply();
        Assert.True(reply.IsBinary);
        Assert.Equal([3, 2, 1], reply.Data.ToArray());

        room.Push("push_binary");
        var push = await room.AssertPush("data");
        Assert.Equal((room.JoinRef, true), (push.JoinRef, push.IsBinary));
        Assert.Equal([1, 2, 3], push.Data.ToArray());

        room.Push("broadcast_binary");
        var broadcast = await room.AssertPush("data");
        Assert.Null(broadcast.JoinRef);
        Assert.Equal([4, 5], broadcast.Data.ToArray());
    }

    [Fact]
    public async Task Any_event_reaches_HandleIn_when_no_handler_takes_it()
    {
        await using var test = await Start();
        var socket = await test.Connect();
        var echo = await socket.Join("echo");
        var room = await socket.Join("room:7");

        Assert.Equal("""{"a":1}""", (await echo.Push("whatever", ("a", 1)).AssertReply()).Payload.GetRawText());
        Assert.Equal("unmatched event", (await room.Push("whatever").AssertReply("error"))["reason"]);
    }

    [Fact]
    public async Task A_payload_that_does_not_fit_is_answered_and_the_channel_lives()
    {
        await using var test = await Start();
        var room = await (await test.Connect()).Join("room:7");

        foreach (var push in new[] { room.Push("add", ("a", "many")), room.Push("add"), room.Push("new_msg", ("body", 7)), room.Push("binary", ("a", 1)), room.Push("add", new byte[] { 1 }) })
            Assert.Equal("invalid payload", (await push.AssertReply("error"))["reason"]);

        Assert.Equal("3", (await room.Push("add", ("a", 1), ("b", 2)).AssertReply())["value"]);
        Assert.Contains(test.TestNode.Log.WithId(2819), e => e.Message.Contains("'a' is missing", StringComparison.Ordinal));
    }

    // ---- ends --------------------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_client_that_leaves_gets_an_answer_and_a_close()
    {
        await using var test = await Start();
        var probe = test.TestNode.StartProbe("the test");
        var socket = await test.Connect();
        var room = await socket.Join("room:7", ("mode", "tells"));

        await room.Leave();

        Assert.Equal("terminated: shutdown(left)", (await probe.ExpectMessage<Note>()).Text);
        await room.Push("phx_leave").AssertReply();
        Assert.Equal("unmatched topic", (await room.Push("add", ("a", 1)).AssertReply("error"))["reason"]);
        await socket.Join("room:7");
    }

    [Fact]
    public async Task A_channel_that_crashes_tells_its_client_which_joins_again()
    {
        await using var test = await Start();
        var socket = await test.Connect();
        var room = await socket.Join("room:7");
        var other = await socket.Join("room:8");

        room.Push("crash");

        var error = await room.AssertPush("phx_error");
        Assert.Equal((room.JoinRef, room.JoinRef, "channel_crash"), (error.JoinRef, error.Ref, error["reason"]));
        Assert.True(Process.IsAlive(other.Pid));
        await socket.Join("room:7");
    }

    [Fact]
    public async Task A_channel_that_stops_itself_closes()
    {
        await using var test = await Start();
        var room = await (await test.Connect()).Join("room:7");

        await room.Push("stop").AssertReply();

        await room.AssertPush("phx_close");
    }

    [Fact]
    public async Task A_connection_that_ends_takes_its_channels_along_and_they_clean_up()
    {
        await using var test = await Start();
        var probe = test.TestNode.StartProbe("the test");
        var socket = await test.Connect();
        var room = await socket.Join("room:7", ("mode", "tells"));

        probe.Watch(room.Pid);
        await socket.Close();

        Assert.Equal("terminated: shutdown(closed)", (await probe.ExpectMessage<Note>()).Text);
        await probe.ExpectDown(room.Pid);
    }

    [Fact]
    public async Task A_connection_that_is_killed_leaves_no_channel_behind()
    {
        await using var test = await Start();
        var socket = await test.Connect();
        var room = await socket.Join("room:7");

        var probe = test.TestNode.StartProbe();
        probe.Watch(room.Pid);

        Process.Exit(socket.Pid, ExitReason.Kill);

        await probe.ExpectDown(room.Pid);
    }

    [Fact]
    public async Task A_broadcast_of_disconnect_ends_all_connections_of_a_user()
    {
        await using var test = await Start();
        var first = await test.Connect(("user", "ada"));
        var second = await test.Connect(("user", "ada"));
        var other = await test.Connect(("user", "bob"));

        test.Broadcast("users_socket:ada", "disconnect", Params.Empty);

        Assert.Equal(1001, await first.AssertClosed());
        Assert.Equal(1001, await second.AssertClosed());
        Assert.False(other.IsClosed);
    }

    [Fact]
    public async Task A_server_that_stops_tells_its_clients_to_come_back()
    {
        var test = await Start();
        var socket = await test.Connect();

        await test.DisposeAsync();

        Assert.Equal(1012, await socket.AssertClosed());
    }

    // ---- logs --------------------------------------------------------------------------------------------------------

    [Fact]
    public async Task Logs_show_connects_and_joins_without_their_secrets()
    {
        await using var test = await Start();
        var socket = await test.Connect(("user", "ada"), ("userToken", "abc123"));
        await socket.Join("room:7", ("mode", ""), ("password", "hunter2"), ("line", "a\r\nb"));
        await socket.Join("echo");

        var connect = test.TestNode.Log.Single(2801);
        var join = test.TestNode.Log.Single(2815);

        Assert.Equal(LogLevel.Information, connect.Level);
        Assert.Contains("\"userToken\": \"[FILTERED]\"", connect.Message);
        Assert.Contains("JOINED room:7 (RoomChannel)", join.Message);
        Assert.Contains("\"password\": \"[FILTERED]\"", join.Message);
        Assert.DoesNotContain("hunter2", join.Message);
        Assert.DoesNotContain('\n', join.Message);
    }

    [Fact]
    public async Task Params_that_cannot_be_read_refuse_the_client_and_crash_nothing()
    {
        await using var app = await Sockets.SocketServerApp.Start();

        Assert.Equal(403, (await Assert.ThrowsAsync<Sockets.RefusedException>(() => app.Connect("vsn=2.0.0&refuse=params&user[]=x"))).Status);
        using var client = await app.Connect();
        await client.Send("""["1","1","room:1","phx_join",{"mode":"params","name":[1]}]""");
        Assert.Equal("""["1","1","room:1","phx_reply",{"status":"error","response":{"reason":"invalid payload"}}]""", await client.Receive());

        Assert.Empty(app.Node.Log.Crashes);
        Assert.DoesNotContain(app.Node.Log.Entries, static e => e.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task What_the_endpoint_keeps_out_of_its_log_sockets_keep_out_of_theirs()
    {
        await using var app = await Support.FunctionEndpoint.Start(
            static p => p.Socket<SampleSocket>("/socket", new SocketOptions { LongPoll = true }), static _ => { }, static o => o.FilterParameters = ["shoe_size"]);

        await app.Conn().Get("/socket/longpoll?vsn=2.0.0&shoe_size=42&hat=7");

        Assert.Contains("""parameters: {"vsn": "2.0.0", "shoe_size": "[FILTERED]", "hat": "7"}""", app.Log.Single(2801).Message, StringComparison.Ordinal);
        Assert.Equal("""{"ssn": "[FILTERED]"}""", ParamsFilter.Default.Show(Params.Of(("ssn", "1"))));
    }
}
