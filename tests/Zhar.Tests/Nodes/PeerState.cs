using Zhar.Testing;

namespace Zhar.Tests.Nodes;

/// <summary>What one node keeps of its connection with another.</summary>
internal static class PeerState
{
    internal static int CallsBetween(TestNode node, TestNode peer) => node.Node.Links.Peek(peer.Node.Name)?.Calls ?? 0;
}
