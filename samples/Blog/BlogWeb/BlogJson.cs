using System.Text.Json.Serialization;
using Zhar.Data;

namespace BlogWeb;

public sealed record PostData(long Id, string Title, string Author, string Body, DateTime InsertedAt, DateTime UpdatedAt)
{
    /// <summary>Only where one post is shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CommentData>? Comments { get; init; }
}

public sealed record CommentData(long Id, string Author, string Body, DateTime InsertedAt);

public sealed record PostList(IReadOnlyList<PostData> Data, int Page, int Pages);

public sealed record PostAnswer(PostData Data);

public sealed record CommentList(IReadOnlyList<CommentData> Data);

public sealed record CommentAnswer(CommentData Data);

/// <summary>What is wrong, by field.</summary>
public sealed record ErrorAnswer(Dictionary<string, string[]> Errors)
{
    public static ErrorAnswer Of(Changeset changeset) =>
        new(changeset.Errors.GroupBy(static e => e.Field).ToDictionary(static g => g.Key, static g => g.Select(static e => e.Text).ToArray()));
}

/// <summary>All that is written as JSON: its code is generated, so it works in a trimmed program too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PostList))]
[JsonSerializable(typeof(PostAnswer))]
[JsonSerializable(typeof(CommentList))]
[JsonSerializable(typeof(CommentAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
public sealed partial class BlogJson : JsonSerializerContext;
