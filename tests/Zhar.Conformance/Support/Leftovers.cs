using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>The rule of the catalogue's header: a case leaves no process behind.</summary>
internal static class Leftovers
{
    /// <summary>Waits for processes that are just ending, then checks that none is left.</summary>
    internal static async Task CheckNone(TestNode node)
    {
        await Eventually.True(() => node.Node.ProcessCount == 0);
        Check.Equal(0, node.Node.ProcessCount);
    }

    /// <summary>Runs a case as a process of a node of its own, and checks that no process is left.</summary>
    internal static async Task<T> Run<T>(Func<ProcessContext, Task<T>> body)
    {
        await using var node = TestNode.Start();
        var result = await node.Run(body);
        await CheckNone(node);
        return result;
    }

    /// <summary>As above, on a clock that stands until the case moves it.</summary>
    internal static async Task<T> RunInVirtualTime<T>(Func<TestNode, ProcessContext, Task<T>> body)
    {
        await using var node = TestNode.Start(virtualTime: true);
        var result = await node.Run(self => body(node, self));
        await CheckNone(node);
        return result;
    }

    /// <summary>Lets just less than <paramref name="time"/> pass, looks whether <paramref name="wait"/> has ended too early, and lets the rest pass.</summary>
    internal static async Task<bool> EndsBefore(this Task wait, TimeSpan time, TestNode node)
    {
        node.Clock.Advance(time - TimeSpan.FromMilliseconds(1));
        await Task.Yield(); // behind what the clock has made ready in this process
        var early = wait.IsCompleted;
        node.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return early;
    }

    /// <summary>Whether the process gets no message for 100 ms.</summary>
    internal static async Task<bool> IsQuiet(this ProcessContext self) => await self.Receive<object>(TimeSpan.FromMilliseconds(100)) is null;
}
