using Zhar;
using Zhar.Data;

namespace Blog;

/// <summary>Something that somebody has written.</summary>
[Schema("posts"), Timestamps]
public partial record Post
{
    [PrimaryKey] public long Id { get; init; }

    public string Title { get; init; } = "";

    public string Author { get; init; } = "";

    public string Body { get; init; } = "";

    [HasMany] public Many<Comment> Comments { get; init; }

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Post> Changeset(Post post, Params attributes) => post
        .Cast(attributes, p => new { p.Title, p.Author, p.Body })
        .UpdateChange(p => p.Title, title => title.Trim())
        .UpdateChange(p => p.Author, author => author.Trim())
        .ValidateRequired(p => new { p.Title, p.Author, p.Body })
        .ValidateLength(p => p.Title, max: 120)
        .ValidateLength(p => p.Author, max: 60)
        .ValidateLength(p => p.Body, max: 20_000);
}
