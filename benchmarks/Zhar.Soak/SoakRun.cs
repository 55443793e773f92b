using Zhar.Soak.Checks;
using Zhar.Soak.Load;
using Zhar.Soak.Phases;

namespace Zhar.Soak;

/// <summary>The run: footprint, budget and hogs each by themselves, then the random load, then the end of it, in which everything has to come home.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    private const int SupervisorCount = 8;

    internal async Task<int> Run()
    {
        var started = DateTime.UtcNow;
        var node = Node.Start(new NodeOptions { Workers = options.Workers, Name = "soak@localhost" });
        var world = new World(options, node);
        Console.WriteLine($"soak core: {options.Seconds} s, seed {options.Seed}, {(options.Workers == 0 ? $"{Environment.ProcessorCount} workers, one per processor" : $"{options.Workers} workers on {Environment.ProcessorCount} processors")}");

        await Footprint.Run(world);
        await BudgetPhase.Run(world, TimeSpan.FromSeconds(1));
        var hogs = await HogPhase.Run(world, TimeSpan.FromSeconds(Math.Clamp(options.Seconds / 10.0, 2, 4)));
        var heapBefore = Machine.HeapBytes();
        var threadsBefore = Machine.Threads;

        var drivers = Enumerable.Range(0, World.Drivers).Select(i => new Driver(world, i)).ToList();
        var watchdog = new Watchdog(world, drivers);
        var faults = await RunLoad(world, drivers, watchdog, started.AddSeconds(options.Seconds));

        var left = node.ProcessCount;
        var heapAfter = Machine.HeapBytes();
        var threadsAfter = await ThreadsOnceQuiet(threadsBefore);
        await node.DisposeAsync();

        Console.WriteLine(world.Tally);
        Console.WriteLine(hogs);
        var (firstThreads, secondThreads) = watchdog.Threads;
        var (earlyBytes, lateBytes) = watchdog.Resident;
        Console.WriteLine($"threads: {threadsBefore} before the load, {threadsAfter} after it; at most {firstThreads} in its first half, {secondThreads} in its second");
        Console.WriteLine($"memory: heap {heapBefore / 1e6:0.0} MB before the load, {heapAfter / 1e6:0.0} MB after it; resident {earlyBytes / 1e6:0} MB in the second quarter, {lateBytes / 1e6:0} MB in the last; {left} processes left");
        var grown = Growth(threadsBefore, threadsAfter, firstThreads, secondThreads, heapBefore, heapAfter, earlyBytes, lateBytes, left);
        foreach (var text in faults.Concat(grown))
            Console.WriteLine("FAULT: " + text);
        world.Verdicts.Print(Console.Out);
        Console.WriteLine($"invariants held: {world.Verdicts.Held} of {Verdicts.Count}");
        return world.Verdicts.Held == Verdicts.Count && faults.Count == 0 && grown.Count == 0 ? 0 : 1;
    }

    private static async Task<List<string>> RunLoad(World world, List<Driver> drivers, Watchdog watchdog, DateTime end)
    {
        var faults = new List<string>();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var up = new TaskCompletionSource();
        var tree = world.Node.Run(async _ =>
        {
            for (var i = 0; i < world.Repliers.Length; i++)
                world.Repliers[i] = await Replier.StartLink();
            var supervisors = new Pid[SupervisorCount];
            for (var i = 0; i < SupervisorCount; i++)
                supervisors[i] = await DynamicSupervisor.StartLink(options: new DynamicSupervisorOptions { MaxRestarts = int.MaxValue });
            for (var slot = 0; slot < World.Slots; slot++)
                (await DynamicSupervisor.StartChild(supervisors[slot % SupervisorCount], Subject.Child(world, slot))).OrThrow();
            up.SetResult();
            await stop.Task;
            foreach (var supervisor in supervisors)
                await DynamicSupervisor.Stop(supervisor);
            foreach (var replier in world.Repliers)
                await GenServer.Stop(replier.Address);
        });
        await Task.WhenAny(up.Task, tree);
        if (tree.IsFaulted)
            await tree;

        watchdog.Start();
        var driving = drivers.Select(d => world.Node.Run(d.Run)).ToList();
        var outside = Enumerable.Range(0, World.Outsiders).Select(i => Task.Run(() => Outsider(world, i))).ToList();
        while (DateTime.UtcNow < end - TimeSpan.FromSeconds(2) && !driving.Any(d => d.IsCompleted))
            await Task.Delay(100);
        world.IsStopping = true;

        // Whoever still waits after this has been forgotten by the runtime.
        await Expect(faults, "the drivers", Task.WhenAll(driving.Concat(outside)), World.Patience * 2);
        stop.SetResult();
        await Expect(faults, "the supervision tree", tree, World.Patience * 2);
        for (var i = 0; i < 500 && (world.Node.ProcessCount > 0 || world.Tally.CallsStarted != world.Tally.CallsEnded); i++)
            await Task.Delay(20);
        world.Verdicts.Check(Invariant.CallEndsOnce, world.Tally.CallsStarted == world.Tally.CallsEnded,
            () => $"{world.Tally.CallsStarted} calls were made and {world.Tally.CallsEnded} have ended");
        watchdog.Stop();
        return faults;
    }

    /// <summary>Calls from outside of any process, as a web request does.</summary>
    private static async Task Outsider(World world, int number)
    {
        var random = new Random(world.Options.Seed - number - 1);
        var name = $"outsider {number}";
        Detector.MarkCaller(name);
        while (!world.IsStopping)
        {
            Detector.CheckCaller(world, name);
            var subject = world.Subjects[random.Next(World.Slots)];
            await (random.Next(8) switch
            {
                < 4 => Caller.Patient(world, subject.Echo),
                < 6 => Caller.Patient(world, subject.EchoScheduled),
                6 => Caller.Patient(world, subject.Later),
                _ => Caller.Impatient(world, subject.Await, TimeSpan.FromMilliseconds(1)),
            });
            if (random.Next(4) == 0)
                await Task.Delay(1);
        }
    }

    private static async Task Expect(List<string> faults, string who, Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            faults.Add($"{who} did not end within {limit.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            faults.Add($"{who} failed: {e}");
        }
    }

    /// <summary>Threads that were needed for hogs end by themselves; they get a moment for it.</summary>
    private static async Task<int> ThreadsOnceQuiet(int expected)
    {
        for (var i = 0; i < 20 && Machine.Threads > expected; i++)
            await Task.Delay(100);
        return Machine.Threads;
    }

    private List<string> Growth(int threadsBefore, int threadsAfter, int firstThreads, int secondThreads, long heapBefore, long heapAfter, long earlyBytes, long lateBytes, int left)
    {
        // Room for what belongs to the machine, not to the load: a few pool threads and spare workers, free lists, the collector's own bookkeeping.
        var workers = options.Workers == 0 ? Environment.ProcessorCount : options.Workers;
        var grown = new List<string>();
        if (threadsAfter > threadsBefore + workers + 12)
            grown.Add($"threads grew from {threadsBefore} to {threadsAfter}");
        if (secondThreads > (firstThreads * 3 / 2) + 16)
            grown.Add($"the most threads grew from {firstThreads} to {secondThreads} while the load stayed the same");
        if (heapAfter > heapBefore + 16_000_000)
            grown.Add($"the heap grew from {heapBefore / 1e6:0.0} MB to {heapAfter / 1e6:0.0} MB");
        if (lateBytes > (earlyBytes * 3 / 2) + 64_000_000)
            grown.Add($"resident memory grew from {earlyBytes / 1e6:0} MB to {lateBytes / 1e6:0} MB while the load stayed the same");
        if (left > 0)
            grown.Add($"{left} processes are left");
        return grown;
    }
}
