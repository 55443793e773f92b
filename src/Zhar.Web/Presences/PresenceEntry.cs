namespace Zhar.Web;

/// <summary>One presence as the nodes exchange it.</summary>
/// <param name="Ref">Names this presence with this meta; unique.</param>
/// <param name="PreviousRef">What it was called before an update, or <c>null</c>.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Key">Whose presence it is.</param>
/// <param name="Meta">A JSON object as UTF-8.</param>
internal sealed record PresenceEntry(string Ref, string? PreviousRef, string Topic, string Key, byte[] Meta);

/// <summary>One incarnation of a presence server on one node.</summary>
internal sealed record ReplicaId(string Node, string Incarnation);

/// <summary>A replica is there, and this is how far its history goes.</summary>
internal sealed record PresenceHeartbeat(ReplicaId Replica, long Version);

/// <summary>A step in the history of a replica.</summary>
internal sealed record PresenceDelta(ReplicaId Replica, long From, long To, PresenceEntry[] Joins, string[] Leaves);

/// <summary>Asks a replica for all it has.</summary>
internal sealed record PresenceRequest(ReplicaId Of, ReplicaId From);

/// <summary>All that a replica has.</summary>
internal sealed record PresenceState(ReplicaId Replica, long Version, PresenceEntry[] Entries);

/// <summary>A replica has ended in good order.</summary>
internal sealed record PresenceGoodbye(ReplicaId Replica);
