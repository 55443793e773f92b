using Zhar;
using Zhar.Data;

namespace Chat;

/// <summary>What somebody has said in a room. It keeps the name that its author had then.</summary>
[Schema("messages"), Timestamps]
public sealed partial record Message
{
    [PrimaryKey] public long Id { get; init; }

    public long RoomId { get; init; }

    /// <summary>The <see cref="Member.Id"/> of its author.</summary>
    public string AuthorId { get; init; } = "";

    public string Author { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<Message> Changeset(Message message, Params attributes) => message
        .Cast(attributes, m => new { m.Body })
        .UpdateChange(m => m.Body, static body => Typed.Lines(body))
        .ValidateRequired(m => m.Body)
        .ValidateLength(m => m.Body, max: 2000);
}
