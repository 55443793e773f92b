using System.Runtime.CompilerServices;

namespace Zhar.Benchmarks.Measuring;

/// <summary>What the machine does at best: the denominators of the ratios.</summary>
internal static class MicroLimits
{
    private static readonly Slot Shared = new();

    internal static Task Swap(int operations)
    {
        SwapLoop(Shared, new Node(), operations);
        return Task.CompletedTask;
    }

    internal static Task AllocateAndPublish(int operations)
    {
        AllocateLoop(Shared, operations);
        return Task.CompletedTask;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SwapLoop(Slot slot, Node node, int operations)
    {
        slot.Value = node;
        for (var i = 0; i < operations; i++)
            Interlocked.CompareExchange(ref slot.Value, node, node);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AllocateLoop(Slot slot, int operations)
    {
        for (var i = 0; i < operations; i++)
            slot.Value = new Node { Number = i };
    }

    private sealed class Slot
    {
        internal Node? Value;
    }

    /// <summary>32 bytes: header, a reference and a number, as the smallest envelope.</summary>
    private sealed class Node
    {
        internal Node? Next { get; set; }
        internal long Number { get; set; }
    }
}
