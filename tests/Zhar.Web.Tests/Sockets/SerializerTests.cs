using System.Net.WebSockets;
using System.Text;
using Zhar.Web.Tests.Channels;

namespace Zhar.Web.Tests.Sockets;

/// <summary>Clients that speak another version of the protocol than 2.0.</summary>
public sealed class SerializerTests
{
    [Theory]
    [InlineData("vsn=1.0.0")]
    [InlineData("vsn=1.0.7")]
    [InlineData("user=ada")] // a client that names no version is of the time before there were two
    public async Task The_frames_of_a_conversation_in_version_1_are_objects(string query)
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect(query);

        await client.Send("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}""");
        Assert.Equal("""{"topic":"phoenix","event":"phx_reply","ref":"1","payload":{"status":"ok","response":{}}}""", await client.Receive());
        await client.Send("""{"ref":"2","payload":{},"event":"phx_join","topic":"room:1","more":[{"a":[1]}]}""");
        Assert.StartsWith("""{"topic":"room:1","event":"phx_reply","ref":"2","payload":{"status":"ok","response":{"body":"welcome to room:1",""", await client.Receive(), StringComparison.Ordinal);
        await client.Send("""{"topic":"room:1","event":"add","payload":{"a":1,"b":2},"ref":"3"}""");
        Assert.Equal("""{"topic":"room:1","event":"phx_reply","ref":"3","payload":{"status":"ok","response":{"value":3}}}""", await client.Receive());
        await client.Send("""{"topic":"room:1","event":"check","payload":{"word":"x"},"ref":"4"}""");
        Assert.Equal("""{"topic":"room:1","event":"phx_reply","ref":"4","payload":{"status":"error","response":{"reason":"wrong word"}}}""", await client.Receive());
        await client.Send("""{"topic":"room:1","event":"phx_leave","payload":{},"ref":"5"}""");
        Assert.Equal("""{"topic":"room:1","event":"phx_reply","ref":"5","payload":{"status":"ok","response":{}}}""", await client.Receive());
        Assert.Equal("""{"topic":"room:1","event":"phx_close","ref":"2","payload":{}}""", await client.Receive());
    }

    [Fact]
    public async Task A_broadcast_reaches_each_client_in_its_own_format()
    {
        await using var app = await SocketServerApp.Start();
        using var old = await app.Connect("vsn=1.0.0");
        using var today = await app.Connect();
        await old.Send("""{"topic":"room:1","event":"phx_join","payload":{},"ref":"1"}""");
        await old.Receive();
        await today.Send("""["1","1","room:1","phx_join",{}]""");
        await today.Receive();

        await today.Send("""["1","2","room:1","new_msg",{"body":"hi"}]""");
        Assert.Equal("""{"topic":"room:1","event":"new_msg","ref":null,"payload":{"body":"hi","from":"nobody"}}""", await old.Receive());
        Assert.Equal("""[null,null,"room:1","new_msg",{"body":"hi","from":"nobody"}]""", await today.Receive());

        await today.Send("""["1","3","room:1","broadcast_binary",{}]""");
        Assert.Equal("""{"topic":"room:1","event":"data","ref":null,"payload":"BAU="}""", await old.Receive());
        Assert.Equal(WebSocketMessageType.Binary, (await today.ReceiveFrame()).Type);

        await old.Send("""{"topic":"room:1","event":"hidden","payload":{"text":"told"},"ref":null}""");
        Assert.Equal("""{"topic":"room:1","event":"hidden","ref":null,"payload":{"text":"told for nobody"}}""", await old.Receive());
        Assert.Equal("""["1",null,"room:1","hidden",{"text":"told for nobody"}]""", await today.Receive());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{} {}")]
    [InlineData("""{"event":"a","payload":{},"ref":"1"}""")]
    [InlineData("""{"topic":"a","payload":{},"ref":"1"}""")]
    [InlineData("""{"topic":"a","event":"b","ref":"1"}""")]
    [InlineData("""{"topic":null,"event":"b","payload":{},"ref":"1"}""")]
    [InlineData("""{"topic":"a","event":"b","payload":{},"ref":1}""")]
    [InlineData("""{"topic":"\udc00","event":"b","payload":{},"ref":"1"}""")]
    [InlineData("""[null,"1","phoenix","heartbeat",{}]""")]
    public async Task A_frame_that_is_not_of_version_1_ends_the_connection(string frame)
    {
        await using var app = await SocketServerApp.Start();
        using var client = await app.Connect("vsn=1.0.0");

        await client.Send(frame);

        Assert.Equal(1007, await client.Closed());
    }

    [Fact]
    public async Task Version_1_has_the_limits_of_version_2_and_no_binary_frames()
    {
        await using var app = await SocketServerApp.Start();
        using var longTopic = await app.Connect("vsn=1.0.0");
        using var binary = await app.Connect("vsn=1.0.0");

        await longTopic.Send($$"""{"topic":"room:{{new string('x', 1020)}}","event":"phx_join","payload":{},"ref":"1"}""");
        await binary.Send("{}"u8.ToArray());

        Assert.Equal(1007, await longTopic.Closed());
        Assert.Equal(1007, await binary.Closed());
    }

    [Fact]
    public async Task A_format_of_the_applications_own_is_spoken_with_those_who_ask_for_it()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { Serializers = [new LineSerializer()] });
        using var client = await app.Connect("vsn=9.1.0");
        using var other = await app.Connect();

        await client.Send("1|room:1|phx_join|{}"u8.ToArray());
        Assert.Equal("1|room:1|phx_reply|ok|{\"body\":\"welcome to room:1\",\"from\":\"nobody\"}", await client.Receive());
        await client.Send("2|room:1|binary|AQI="u8.ToArray());
        Assert.Equal("2|room:1|phx_reply|ok|\u0002\u0001", await client.Receive());
        await other.Send("""["1","1","room:1","phx_join",{}]""");
        await other.Receive();
        await other.Send("""["1","2","room:1","to_others",{"body":"x"}]""");
        Assert.Equal("|room:1|new_msg||{\"body\":\"x\",\"from\":null}", await client.Receive());

        await client.Send("nonsense"u8.ToArray());
        Assert.Equal(1007, await client.Closed());
        Assert.Equal(403, (await Assert.ThrowsAsync<RefusedException>(() => app.Connect("vsn=1.0.0"))).Status);
    }

    [Fact]
    public async Task A_subprotocol_of_the_applications_own_is_agreed_to()
    {
        await using var app = await SocketServerApp.Start(new SocketOptions { Subprotocols = ["chat.v7"] });

        using var client = await app.Connect(configure: static o =>
        {
            o.AddSubProtocol("chat.v8");
            o.AddSubProtocol("chat.v7");
        });
        using var other = await app.Connect(configure: static o => o.AddSubProtocol("chat.v8"));

        Assert.Equal("chat.v7", client.Socket.SubProtocol);
        Assert.Null(other.Socket.SubProtocol);
    }

    /// <summary>Fields with a bar between, in binary frames; a payload that is no object is base64.</summary>
    private sealed class LineSerializer : SocketSerializer
    {
        public override string Version => "9.1";

        public override SocketMessage Decode(ReadOnlySpan<byte> frame, bool isBinary)
        {
            var parts = Encoding.UTF8.GetString(frame).Split('|');
            if (!isBinary || parts.Length != 4)
                throw new FormatException("A frame has four fields.");
            return new(null, parts[0], parts[1], parts[2], parts[3].StartsWith('{') ? Payload.Json(Encoding.UTF8.GetBytes(parts[3])) : Payload.Binary(Convert.FromBase64String(parts[3])));
        }

        public override (ReadOnlyMemory<byte> Frame, bool IsBinary) Encode(SocketMessage message) =>
            (Encoding.UTF8.GetBytes($"{message.Ref}|{message.Topic}|{message.Event}|{message.Status}|{Encoding.UTF8.GetString(message.Payload.Bytes.Span)}"), true);
    }
}
