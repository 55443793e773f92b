using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>What an idle server weighs that is linked to its parent and watched by another process.</summary>
internal static class IdleProcesses
{
    internal static async Task Run(int count)
    {
        await using var node = Node.Start();
        await Measure(node, 1000);
        Child.Figure("bytes", await Measure(node, count));
    }

    private static async Task<double> Measure(Node node, int count)
    {
        // Room for the references is made first: only the processes are to be weighed.
        var servers = new Counter.Ref[count];
        var monitors = new MonitorRef[count];
        var before = Machine.HeapBytes();
        return await node.Run(async _ =>
        {
            Process.TrapExit = true;
            for (var i = 0; i < count; i++)
                servers[i] = await Counter.StartLink();
            await node.Run(_ =>
            {
                for (var i = 0; i < count; i++)
                    monitors[i] = Process.Monitor(servers[i].Address.Pid);
                return Task.CompletedTask;
            });
            var bytes = (Machine.HeapBytes() - before) / (double)count;
            GC.KeepAlive(monitors);
            return bytes;
        });
    }
}
