using System.Text.Json.Serialization;
using Zhar;
using Zhar.Web;

namespace BrowserApp;

/// <summary>Says all that a channel can say.</summary>
public sealed partial class RoomChannel : Channel<RoomChannel.Room>
{
    public sealed record Room(string User);

    private Join<Room> Join(string topic) =>
        Subtopic == "locked" ? Refuse("locked") : Ok(new Room((string)Socket.Assigns["user"]!), new Welcome(Subtopic)).ThenContinue(new Entered()); // Connect has assigned it

    [Continue]
    private async ValueTask OnEntered(Entered _)
    {
        await RoomPresence.Track(Topic, State.User, new Here(DateTimeOffset.UnixEpoch));
        Push("presence_state", await RoomPresence.List(Topic));
    }

    [HandleIn("say")] private void Say(Said said) => Broadcast("said", said with { By = State.User });

    [HandleIn("say_to_others")] private void SayToOthers(Said said) => BroadcastFrom("said", said with { By = State.User });

    [HandleIn("echo")] private Said Echo(Said said) => said;

    [HandleIn("reverse")] private byte[] Reverse(byte[] data) => [.. data.AsEnumerable().Reverse()];

    [HandleIn("refuse")] private ChannelReply RefuseIt() => ReplyError("not today");

    [HandleIn("crash")] private void Crash() => throw new InvalidOperationException("The channel crashes on purpose.");
}

public sealed class RoomPresence : Presence;

public sealed record Entered;

public sealed record Here(DateTimeOffset Since);

public sealed record Said(string Text, string? By = null);

public sealed record Welcome(string Room);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Here))]
public sealed partial class RoomJson : JsonSerializerContext;
