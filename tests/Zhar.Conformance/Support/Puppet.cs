using System.Diagnostics;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>A process that does what the test tells it, one order after the other, and reports back.</summary>
internal sealed class Puppet
{
    private Puppet(Node node) => Pid = node.Spawn(async self =>
    {
        while (true)
        {
            var order = await self.Receive<Order>();
            await order.Run();
        }
    });

    public Pid Pid { get; }

    public static Puppet Start(TestNode node) => new(node.Node);

    /// <summary>Runs <paramref name="action"/> in the process.</summary>
    public Task<T> Do<T>(Func<T> action) => DoAsync(() => Task.FromResult(action()));

    public Task Do(Action action) => Do(() =>
    {
        action();
        return true;
    });

    /// <summary>An exception goes to the test; the process lives on.</summary>
    public Task<T> DoAsync<T>(Func<Task<T>> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Pid.Send(new Order(async () =>
        {
            try
            {
                done.SetResult(await action());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        return done.Task;
    }

    /// <summary>Kills <paramref name="other"/>; returns when this process has its DOWN.</summary>
    public Task<Down> SeeDie(Puppet other) => DoAsync(async () =>
    {
        var monitor = Process.Monitor(other.Pid);
        Process.Exit(other.Pid, ExitReason.Kill);
        return await Process.Receive<Down>(d => d.Ref == monitor);
    });

    /// <summary>As above, and then looks at something in the same turn.</summary>
    public Task<T> SeeDie<T>(Puppet other, Func<T> andThen) => DoAsync(async () =>
    {
        var monitor = Process.Monitor(other.Pid);
        Process.Exit(other.Pid, ExitReason.Kill);
        await Process.Receive<Down>(d => d.Ref == monitor);
        return andThen();
    });

    /// <summary>Kills the puppets and checks that the node has no process left: the cases start from none.</summary>
    public static void EndAll(TestNode node)
    {
        foreach (var pid in node.Node.ProcessIds)
            Process.Exit(pid, ExitReason.Kill);
        var patience = Stopwatch.StartNew();
        while (node.Node.ProcessCount > 0 && patience.Elapsed < TimeSpan.FromSeconds(30))
            Thread.Sleep(1);
        Check.Equal(0, node.Node.ProcessCount);
    }

    private sealed record Order(Func<Task> Run);
}
