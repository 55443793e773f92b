using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>A card on the board.</summary>
[Schema("cards"), Timestamps]
public partial record Card
{
    [PrimaryKey] public long Id { get; init; }

    public string Title { get; init; } = "";

    public string Lane { get; init; } = "todo";

    /// <summary>Its place in the lane, from 0.</summary>
    public int Position { get; init; }

    /// <summary>Counts the changes of the title: a change that begins with an older one is refused.</summary>
    [LockVersion] public int Version { get; init; } = 1;

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Card> Changeset(Card card, Params attributes) => card
        .Cast(attributes, c => new { c.Title })
        .UpdateChange(c => c.Title, title => title.Trim())
        .ValidateRequired(c => new { c.Title })
        .ValidateLength(c => c.Title, max: 200);
}
