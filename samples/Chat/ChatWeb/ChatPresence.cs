using System.Collections.Immutable;
using Chat;
using Zhar;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Who is in which room, and who is typing: a part of the presence, so that it ends with the page, however that ends.</summary>
public sealed class ChatPresence : Presence
{
    /// <summary>The topic of a room's presence.</summary>
    public static string Topic(Room room) => $"people:{room.Name}";

    /// <summary>Brings the current process into a room.</summary>
    public static async Task Enter(Room room, Member member)
    {
        PubSub.Subscribe(Changes(Topic(room)));
        await ChatPresence.Track(Topic(room), member.Id, Meta(member, isTyping: false));
    }

    /// <summary>Says whether the current process' member is typing.</summary>
    public static async Task Type(Room room, Member member, bool isTyping) => await ChatPresence.Update(Topic(room), member.Id, Meta(member, isTyping));

    /// <summary>Takes the current process out of a room.</summary>
    public static async Task Leave(Room room, Member member)
    {
        PubSub.Unsubscribe(Changes(Topic(room)));
        await ChatPresence.Untrack(Topic(room), member.Id);
    }

    /// <summary>Who is there, by name.</summary>
    public static async ValueTask<ImmutableArray<Person>> People(string topic) =>
    [
        .. (await ChatPresence.List(topic))
            .Select(static p => new Person(p.Key, p.Value.Metas[0]["name"] ?? "", p.Value.Metas.Any(static m => m["typing"] == "true")))
            .OrderBy(static p => p.Name, StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(static p => p.Id, StringComparer.Ordinal),
    ];

    // The list is made once for all pages of the room.
    protected override async ValueTask HandleMetas(PresenceDiff diff) => PubSub.LocalBroadcast(Changes(diff.Topic), new PeopleChanged(diff.Topic, await People(diff.Topic)));

    private static string Changes(string topic) => topic + ":changes";

    private static Params Meta(Member member, bool isTyping) => Params.Of(("name", member.Name), ("typing", isTyping));
}
