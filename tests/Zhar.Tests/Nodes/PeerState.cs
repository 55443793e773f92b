using Zhar.Testing;

namespace Zhar.Tests.Nodes;

/// <summary>What nodes keep of their connection.</summary>
internal static class PeerState
{
    internal static int CallsBetween(TestNode node, TestNode peer) => node.Node.Links.Peek(peer.Node.Name)?.Calls ?? 0;

    /// <summary>Waits until both have forgotten all of it, as they have to when the processes are dead.</summary>
    internal static Task BecomesEmpty(TestNode a, TestNode b) =>
        Eventually.True(() => a.Node.Links.Peek(b.Node.Name) is { IsEmpty: true } && b.Node.Links.Peek(a.Node.Name) is { IsEmpty: true });
}
