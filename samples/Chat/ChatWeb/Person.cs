using System.Collections.Immutable;

namespace ChatWeb;

/// <summary>Somebody who is in a room now.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Name">The member's name.</param>
/// <param name="IsTyping">Whether a message is being written, in any of the member's pages.</param>
public sealed record Person(string Id, string Name, bool IsTyping);

/// <summary>Who is in a room has changed.</summary>
/// <param name="Topic">The topic of the room's presence.</param>
/// <param name="People">Who is there now, by name.</param>
public sealed record PeopleChanged(string Topic, ImmutableArray<Person> People);
