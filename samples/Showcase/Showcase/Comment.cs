using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>What somebody says to a post.</summary>
[Schema("comments"), Timestamps]
public partial record Comment
{
    [PrimaryKey] public long Id { get; init; }

    public string Author { get; init; } = "";

    public string Body { get; init; } = "";

    public long PostId { get; init; }

    [BelongsTo] public Assoc<Post> Post { get; init; }

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Comment> Changeset(Comment comment, Params attributes) => comment
        .Cast(attributes, c => new { c.Author, c.Body })
        .UpdateChange(c => c.Author, author => author.Trim())
        .ValidateRequired(c => new { c.Author, c.Body })
        .ValidateLength(c => c.Author, max: 80)
        .ValidateLength(c => c.Body, max: 2000)
        .AssocConstraint(c => c.Post);
}
