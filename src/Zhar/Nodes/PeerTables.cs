namespace Zhar.Nodes;

/// <summary>What one side keeps of a connection.</summary>
/// <param name="Links">The active links, by the numbers of the two processes.</param>
/// <param name="Unlinking">Links that wait for the peer's acknowledgement.</param>
/// <param name="Monitors">Our monitors on the peer's processes, by reference.</param>
/// <param name="Watches">The peer's monitors on ours, by its references.</param>
/// <param name="Calls">Calls that wait, of both sides.</param>
internal sealed record PeerTables(
    IReadOnlyList<(long Local, long Remote)> Links,
    int Unlinking,
    IReadOnlyList<long> Monitors,
    IReadOnlyList<long> Watches,
    int Calls);
