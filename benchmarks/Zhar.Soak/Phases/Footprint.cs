using Zhar.Soak.Checks;

namespace Zhar.Soak.Phases;

/// <summary>What an empty process weighs and what messages allocate, while nothing else runs.</summary>
internal static class Footprint
{
    private const int Processes = 20_000, Messages = 50_000;

    /// <summary>The process itself; beside it count the server object and a place in the process table.</summary>
    private const double ProcessBytes = 128, TableBytes = 24;

    internal static async Task Run(World world)
    {
        await Weigh(world, report: false);
        await Weigh(world, report: true);
        await world.Node.Run(async _ =>
        {
            var probe = await Probe.Start();
            await Drive(probe, Messages);
            var (call, cast) = await Drive(probe, Messages);
            world.Verdicts.Check(Invariant.SmallAndFree, call < 0.5, () => $"a call allocates {call:0.0} bytes");
            world.Verdicts.Check(Invariant.SmallAndFree, cast <= 32.5, () => $"a cast of a number allocates {cast:0.0} bytes; its envelope has 32");
            await GenServer.Stop(probe.Address);
        });
    }

    private static async Task Weigh(World world, bool report)
    {
        var pids = new Pid[Processes];
        var behaviour = OwnBytes();
        var before = Machine.HeapBytes();
        await world.Node.Run(async _ =>
        {
            for (var i = 0; i < Processes; i++)
                pids[i] = (await Probe.Start()).Address.Pid;
        });
        var each = ((Machine.HeapBytes() - before) / (double)Processes) - behaviour;
        if (report)
            world.Verdicts.Check(Invariant.SmallAndFree, each <= ProcessBytes + TableBytes, () => $"an empty process weighs {each:0} bytes with its place in the table");
        foreach (var pid in pids)
            Process.Exit(pid, ExitReason.Kill);
        while (world.Node.ProcessCount > 0)
            await Task.Delay(5);
    }

    private static double OwnBytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var own = new Probe();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(own);
        return bytes;
    }

    private static async Task<(double Call, double Cast)> Drive(Probe.Ref probe, int messages)
    {
        var start = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < messages; i++)
            await probe.Ask(i);
        var middle = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < messages; i++)
            probe.Tell(i);
        await probe.Ask(0);
        var end = GC.GetTotalAllocatedBytes(precise: true);
        return ((middle - start) / (double)messages, (end - middle) / (double)messages);
    }
}
