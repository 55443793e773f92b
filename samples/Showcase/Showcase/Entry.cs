using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>A text under a key.</summary>
[Schema("entries"), Timestamps]
public partial record Entry
{
    [PrimaryKey] public long Id { get; init; }

    [Column("name")] public string Key { get; init; } = "";

    public string Value { get; init; } = "";

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Entry> Changeset(Entry entry, Params attributes) => entry
        .Cast(attributes, e => new { e.Key, e.Value })
        .UpdateChange(e => e.Key, key => key.Trim())
        .ValidateRequired(e => new { e.Key, e.Value })
        .ValidateLength(e => e.Key, max: 60)
        .ValidateLength(e => e.Value, max: 500);
}
