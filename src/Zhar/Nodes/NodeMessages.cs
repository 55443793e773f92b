namespace Zhar;

/// <summary>A connection to another node has come up. For processes that called <see cref="Node.MonitorNodes"/>. Source: OTP net_kernel:monitor_nodes/1, <c>nodeup</c>.</summary>
/// <param name="Node">The other node's name.</param>
/// <param name="Creation">Which incarnation of it.</param>
public sealed record NodeUp(string Node, long Creation);

/// <summary>
/// A connection to another node is down. Comes after everything that this incarnation of the node ever sent, after the <see cref="Down"/> and
/// <see cref="Exit"/> messages that the loss caused, and before a <see cref="NodeUp"/> of the same node. Source: OTP net_kernel:monitor_nodes/1, <c>nodedown</c>.
/// </summary>
/// <param name="Node">The other node's name.</param>
/// <param name="Creation">Which incarnation of it.</param>
/// <param name="Reason"><c>connection_closed</c> when it could not be reached any more, <c>disconnect</c> when one of the two ended the connection.</param>
public sealed record NodeDown(string Node, long Creation, ExitReason Reason);
