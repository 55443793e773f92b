using Zhar;
using Zhar.Data;

namespace Chat;

/// <summary>Somebody who chats. Stored nowhere but in the session: the chat knows its people by what they call themselves.</summary>
[EmbeddedSchema]
public sealed partial record Member
{
    /// <summary>Tells two of one name apart.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The name that somebody typed, and what is wrong with it.</summary>
    public static Changeset<Member> Changeset(Member member, Params attributes) => member
        .Cast(attributes, m => new { m.Name })
        .UpdateChange(m => m.Name, static name => Typed.OneLine(name))
        .ValidateRequired(m => m.Name)
        .ValidateLength(m => m.Name, max: 30);
}
