using Zhar;
using Zhar.Data;

namespace Chat;

/// <summary>Where people talk.</summary>
[Schema("rooms"), Timestamps]
public sealed partial record Room
{
    [PrimaryKey] public long Id { get; init; }

    /// <summary>As it stands in the address: <c>general</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The room that somebody asks for, and what is wrong with it. A name is letters, digits and dashes: of "My room" it makes <c>my-room</c>.</summary>
    public static Changeset<Room> Changeset(Room room, Params attributes) => room
        .Cast(attributes, r => new { r.Name, r.Topic })
        .UpdateChange(r => r.Name, static name => Typed.OneLine(name).TrimStart('#').ToLowerInvariant().Replace(' ', '-'))
        .UpdateChange(r => r.Topic, static topic => Typed.OneLine(topic))
        .ValidateRequired(r => r.Name)
        .ValidateFormat(r => r.Name, @"^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$", message: "has letters, digits and dashes only")
        .ValidateLength(r => r.Name, max: 30)
        .ValidateLength(r => r.Topic, max: 120)
        .UniqueConstraint(r => r.Name, message: "is there already");
}
