using System.Collections.Immutable;
using Showcase;
using Zhar;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>Who looks at the board, and which card each of them edits.</summary>
public sealed class BoardPresence : Presence
{
    public const string Topic = "board:people";

    private const string Changes = "board:people:changes";

    /// <summary>Somebody at the board.</summary>
    public sealed record Person(string Id, string Name, ImmutableArray<long> Editing);

    /// <summary>Who is there now, by name.</summary>
    public sealed record Changed(ImmutableArray<Person> People);

    /// <summary>Brings the current process to the board.</summary>
    public static async Task Enter(Visitor visitor)
    {
        PubSub.Subscribe(Changes);
        await BoardPresence.Track(Topic, visitor.Id, Meta(visitor, null));
    }

    /// <summary>Says which card the current process' visitor edits, or none.</summary>
    public static async Task Edit(Visitor visitor, long? card) => await BoardPresence.Update(Topic, visitor.Id, Meta(visitor, card));

    /// <summary>Who is there, by name.</summary>
    public static async ValueTask<ImmutableArray<Person>> People() =>
    [
        .. (await BoardPresence.List(Topic))
            .Select(static p => new Person(p.Key, p.Value.Metas[0]["name"] ?? "", [.. p.Value.Metas.Select(static m => long.TryParse(m["card"], out var id) ? id : 0).Where(static id => id > 0)]))
            .OrderBy(static p => p.Name, StringComparer.Ordinal)
            .ThenBy(static p => p.Id, StringComparer.Ordinal),
    ];

    // The list is made once for all pages.
    protected override async ValueTask HandleMetas(PresenceDiff diff) => PubSub.LocalBroadcast(Changes, new Changed(await People()));

    private static Params Meta(Visitor visitor, long? card) => Params.Of(("name", visitor.Name), ("card", card ?? 0));
}
