using System.Globalization;
using System.Text;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>How a client speaks to one kind of server over a WebSocket: join a room, say something to all in it, be echoed.</summary>
internal abstract class Dialect
{
    internal static IReadOnlyDictionary<string, Dialect> All { get; } = new Dictionary<string, Dialect>
    {
        ["zhar"] = new Channel(),
        ["signalr"] = new Hub(),
        ["bare"] = new Bare(),
    };

    /// <summary>The path with its query.</summary>
    internal abstract string Path { get; }

    /// <summary>What is sent to join; each is answered before the next is sent.</summary>
    internal abstract IReadOnlyList<string> Join { get; }

    /// <summary>Whether a message answers the last thing that this socket asked: a join or an echo.</summary>
    internal abstract bool IsAnswer(ReadOnlySpan<byte> message);

    internal abstract string Shout(int number);

    internal abstract string Echo(int number);

    /// <summary>The number of a broadcast; null when the message is something else.</summary>
    internal int? Broadcast(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("hello room"u8) < 0)
            return null;
        var at = message.IndexOf("\"n\":"u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(message[(at + 4)..], out int number, out _) ? number : null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Channel : Dialect
    {
        internal override string Path => "/socket/websocket?vsn=2.0.0";

        internal override IReadOnlyList<string> Join { get; } = ["""["1","1","room:1","phx_join",{}]"""];

        internal override bool IsAnswer(ReadOnlySpan<byte> message) => message.IndexOf("\"phx_reply\""u8) >= 0;

        internal override string Shout(int number) => $$"""["1",null,"room:1","shout",{"body":"hello room","n":{{Number(number)}}}]""";

        internal override string Echo(int number) => $$"""["1","{{Number(number)}}","room:1","echo",{"a":{{Number(number)}}}]""";
    }

    private sealed class Hub : Dialect
    {
        internal override string Path => "/room";

        internal override IReadOnlyList<string> Join { get; } =
            ["{\"protocol\":\"json\",\"version\":1}\u001e", "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Join\",\"arguments\":[\"1\"]}\u001e"];

        internal override bool IsAnswer(ReadOnlySpan<byte> message) => message.IndexOf("\"type\":3"u8) >= 0 || message.StartsWith("{}"u8);

        internal override string Shout(int number) => $$"""{"type":1,"target":"Shout","arguments":["1",{"body":"hello room","n":{{Number(number)}}}]}""" + "\u001e";

        internal override string Echo(int number) => $$"""{"type":1,"invocationId":"{{Number(number)}}","target":"Echo","arguments":[{"a":{{Number(number)}}}]}""" + "\u001e";
    }

    private sealed class Bare : Dialect
    {
        internal override string Path => "/ws";

        internal override IReadOnlyList<string> Join { get; } = ["join"];

        internal override bool IsAnswer(ReadOnlySpan<byte> message) => message.IndexOf("hello room"u8) < 0;

        internal override string Shout(int number) => $$"""{"body":"hello room","n":{{Number(number)}}}""";

        internal override string Echo(int number) => $$"""{"a":{{Number(number)}}}""";
    }
}
