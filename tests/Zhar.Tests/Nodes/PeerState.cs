using System.Diagnostics;
using Zhar.Testing;

namespace Zhar.Tests.Nodes;

/// <summary>What nodes keep of their connection.</summary>
internal static class PeerState
{
    internal static int CallsBetween(TestNode node, TestNode peer) => node.Node.Links.Peek(peer.Node.Name)?.Calls ?? 0;

    /// <summary>Whether both forget all of it, as they have to when the processes are dead. Gives up after ten seconds.</summary>
    internal static async Task<bool> BecomesEmpty(TestNode a, TestNode b)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(10); await Task.Yield())
        {
            if (a.Node.Links.Peek(b.Node.Name) is { IsEmpty: true } && b.Node.Links.Peek(a.Node.Name) is { IsEmpty: true })
                return true;
        }

        return false;
    }
}
