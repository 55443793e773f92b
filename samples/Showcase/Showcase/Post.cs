using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>Something that a user has written.</summary>
[Schema("posts"), Timestamps]
public partial record Post
{
    [PrimaryKey] public long Id { get; init; }

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public long UserId { get; init; }

    [BelongsTo] public Assoc<User> User { get; init; }

    [HasMany] public Many<Comment> Comments { get; init; }

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Post> Changeset(Post post, Params attributes) => post
        .Cast(attributes, p => new { p.Title, p.Body })
        .UpdateChange(p => p.Title, title => title.Trim())
        .ValidateRequired(p => new { p.Title, p.Body })
        .ValidateLength(p => p.Title, max: 120)
        .ValidateLength(p => p.Body, max: 20_000)
        .AssocConstraint(p => p.User);
}
