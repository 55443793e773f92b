using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Channels.Guide;

// The code of docs/channels.md.

public sealed record NewMessage(string Body);

public sealed record Posted(string User, string Body);

public sealed record Count(int Messages);

[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(Count))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
public sealed partial class ChatJson : JsonSerializerContext;

public sealed class UserSocket(KeyRing keys) : Socket
{
    protected override void Channels()
    {
        Channel<RoomChannel>("room:*");
        Channel<SearchChannel>("search");
    }

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(
        Token.Verify(keys, "user socket", info.AuthToken ?? p.Get("token"), TimeSpan.FromDays(14)) is ValidToken<string> valid
            ? Accept($"users_socket:{valid.Data}").Assign("user", valid.Data)
            : Refuse("no valid token"));
}

public sealed partial class RoomChannel : Channel<RoomChannel.Room>
{
    public sealed record Room(string Name, int Messages = 0);

    private sealed record AfterJoin;

    private Join<Room> Join(string topic, Params p) => Subtopic == "secret" && p.Get("word") != "sesame"
        ? Refuse("unauthorized")
        : Ok(new Room(Subtopic)).ThenContinue(new AfterJoin());

    [Continue] private async ValueTask OnAfterJoin(AfterJoin _)
    {
        await ChatPresence.Track(Topic, Socket.Assigned<string>("user"), Params.Of(("device", "browser")));
        Push("presence_state", await ChatPresence.List(Topic));
    }

    [HandleIn("new_msg")] private void OnNewMessage(NewMessage m)
    {
        State = State with { Messages = State.Messages + 1 };
        Broadcast("new_msg", new Posted(Socket.Assigned<string>("user"), m.Body));
    }

    [HandleIn("count")] private Count OnCount() => new(State.Messages);

    [HandleIn("rename")] private ChannelReply OnRename(string name, bool shout = false)
    {
        if (name.Length > 40)
            return ReplyError("too long");
        State = State with { Name = shout ? name.ToUpperInvariant() : name };
        return ReplyOk();
    }

    [HandleOut("new_msg")] private void OutNewMessage(Posted m)
    {
        if (m.Body != "spam")
            Push("new_msg", m);
    }
}

public sealed partial class SearchChannel : Channel<int>
{
    private Join<int> Join() => 0;

    [HandleIn("find")] private void OnFind(string text, ReplyRef reply) => Process.Spawn(async _ =>
    {
        var found = await Search(text);
        reply.Ok(new NewMessage(found));
    });

    private static async Task<string> Search(string text)
    {
        await Task.Yield();
        return $"nothing about {text}";
    }
}

public sealed class ChatPresence : Presence
{
    protected override ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>> Fetch(string topic, IReadOnlyCollection<string> keys)
    {
        var users = keys.ToDictionary(k => k, IReadOnlyDictionary<string, object?> (k) => new Dictionary<string, object?> { ["name"] = k.ToUpperInvariant() });
        return new(users);
    }
}

public sealed class ChatRouter : Router
{
    protected override void Routes()
    {
    }
}

public sealed class ChatEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Socket<UserSocket>("/socket", new SocketOptions { LongPoll = true })
        .Router<ChatRouter>();
}

public sealed class ChatApplication : ZharApplication
{
    protected override void Configure(IServiceCollection services, Microsoft.Extensions.Configuration.IConfiguration config) => services
        .AddSingleton(new KeyRing(new string('k', 64)))
        .ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default));

    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        ChatPresence.Child(),
        ChatEndpoint.Child());
}

public sealed class RoomChannelTests
{
    [Fact]
    public async Task Those_in_a_room_hear_what_is_said_there()
    {
        await using var app = await ConnTest.Start<ChatApplication, ChatEndpoint>();
        var chat = ChannelTest.On<UserSocket>(app.Node);
        var token = Token.Sign(app.Services.GetRequiredService<KeyRing>(), "user socket", "ada");
        var socket = await chat.Connect(("token", token));

        var room = await socket.SubscribeAndJoin("room:lobby");
        room.Push("new_msg", new NewMessage("hello"));

        await room.AssertBroadcast("new_msg");
        var said = await room.AssertPush("new_msg");
        Assert.Equal(("ada", "hello"), (said["user"], said["body"]));
        Assert.Equal("1", (await room.Push("count").AssertReply())["messages"]);
    }
}

public sealed class ChannelGuideTests
{
    [Fact]
    public async Task The_chat_of_the_guide_works()
    {
        await using var app = await ConnTest.Start<ChatApplication, ChatEndpoint>();
        var chat = ChannelTest.On<UserSocket>(app.Node);
        Assert.IsType<Refused>((await chat.TryConnect(Params.Of(("token", "forged")))).Result);
        var socket = await chat.Connect(("token", Token.Sign(app.Services.GetRequiredService<KeyRing>(), "user socket", "ada")));

        Assert.Equal("unauthorized", (await socket.TryJoin("room:secret", Params.Empty)).Reply["reason"]);
        var room = await socket.Join("room:secret", ("word", "sesame"));
        Assert.Equal("ADA", (await room.AssertPush("presence_state")).Payload.GetProperty("ada").GetProperty("name").GetString());
        Assert.Equal("too long", (await room.Push("rename", ("name", new string('x', 41))).AssertReply("error"))["reason"]);
        await room.Push("rename", ("name", "x")).AssertReply();
        room.Push("new_msg", new NewMessage("spam"));
        await room.RefutePush("new_msg");
        var search = await socket.Join("search");
        Assert.Equal("nothing about zhar", (await search.Push("find", ("text", "zhar")).AssertReply())["body"]);

        await app.Node.Run(_ =>
        {
            ChatEndpoint.Broadcast("room:secret", "new_msg", new Posted("server", "hi"));
            return Task.CompletedTask;
        });
        Assert.Equal("hi", (await room.AssertPush("new_msg"))["body"]);
        await app.Node.Run(_ =>
        {
            ChatEndpoint.Broadcast("users_socket:ada", "disconnect");
            return Task.CompletedTask;
        });
        Assert.Equal(1001, await socket.AssertClosed());
    }
}
