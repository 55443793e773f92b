using Xunit;

namespace Zhar.Conformance;

public sealed class PspTests(ITestOutputHelper output) : SupervisorCase(output)
{
    [Fact(Timeout = Limit)]
    public async Task PSP_001()
    {
        var partitions = await Run(async f =>
        {
            f.Owns(await PartitionSupervisor.StartLink("parts", f.Child("a"), new PartitionOptions { Partitions = 3 }));
            var ids = (await PartitionSupervisor.WhichChildren("parts")).ToDictionary(c => c.Pid, c => c.Id);
            return new[] { 0, 1, 2, 3, -1 }.Select(key => ids[Process.WhereIs(PartitionSupervisor.Key("parts", key))]).ToArray();
        });

        Check.Equal([0, 1, 2, 0, 1], partitions);
    }

    [Fact(Timeout = Limit)]
    public async Task PSP_002()
    {
        var (pids, used) = await Run(async f =>
        {
            f.Owns(await PartitionSupervisor.StartLink("parts", f.Child("a"), new PartitionOptions { Partitions = 4 }));
            var used = new HashSet<Pid>();
            var pids = new List<Pid[]>();
            foreach (var key in new object[] { "user-1", "user-2", "user-3", "user-4", "user-5", ("a", 1), Guid.Empty })
            {
                pids.Add([.. Enumerable.Range(0, 20).Select(_ => Process.WhereIs(PartitionSupervisor.Key("parts", key)))]);
                used.Add(pids[^1][0]);
            }

            return (pids, used.Count);
        });

        Check.True(pids.TrueForAll(p => !p[0].IsNone && p.Distinct().Count() == 1));
        Check.InRange(used, 2, 4);
    }

    [Fact(Timeout = Limit)]
    public async Task PSP_003()
    {
        var plans = await Run(async f =>
        {
            var self = f.Self;
            f.Owns(await PartitionSupervisor.StartLink("parts", i => Logger.Child(new LoggerPlan($"number {i}", self)), new PartitionOptions { Partitions = 3 }));
            var found = new List<string>();
            for (var i = 0; i < 3; i++)
                found.Add((await new Logger.Ref(PartitionSupervisor.Key("parts", i)).Plan()).Id);
            return found;
        });

        Check.Equal(["number 0", "number 1", "number 2"], plans);
    }

    [Fact(Timeout = Limit)]
    public async Task PSP_004()
    {
        var (noName, noChild, noFunction, none, negative, said) = await Run(async f =>
        {
            return (
                await Thrown(() => PartitionSupervisor.StartLink(default, f.Child("a"))),
                await Thrown(() => PartitionSupervisor.StartLink("parts", (ChildSpec)null!)),
                await Thrown(() => PartitionSupervisor.StartLink("parts", (Func<int, ChildSpec>)null!)),
                await Thrown(() => PartitionSupervisor.StartLink("parts", f.Child("a"), new PartitionOptions { Partitions = 0 })),
                await Thrown(() => PartitionSupervisor.StartLink("parts", f.Child("a"), new PartitionOptions { Partitions = -1 })),
                await f.Rest());
        });

        Check.Equal("name", noName?.ParamName);
        Check.Equal("child", noChild?.ParamName);
        Check.Equal("child", noFunction?.ParamName);
        Check.Equal("Partitions", none?.ParamName);
        Check.Equal("Partitions", negative?.ParamName);
        Check.Empty(said);

        static async Task<ArgumentException?> Thrown(Func<ValueTask<Pid>> start)
        {
            try
            {
                await start();
                return null;
            }
            catch (ArgumentException e)
            {
                return e;
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task PSP_005()
    {
        var (started, found, used) = await Run(async f =>
        {
            f.Owns(await PartitionSupervisor.StartLink("parts", DynamicSupervisor.Child(), new PartitionOptions { Partitions = 4 }));
            var started = new List<Pid>();
            for (var i = 0; i < 100; i++)
                started.Add((await DynamicSupervisor.StartChild(PartitionSupervisor.Key("parts", $"key {i}"), f.Child("a"))).OrThrow());
            var found = new List<Pid>();
            var used = 0;
            foreach (var partition in await PartitionSupervisor.WhichChildren("parts"))
            {
                var children = await DynamicSupervisor.WhichChildren(partition.Pid);
                found.AddRange(children.Select(c => c.Pid));
                used += children.Count > 0 ? 1 : 0;
            }

            return (started, found, used);
        });

        Check.Equal(100, started.Distinct().Count());
        Check.Equal(started.OrderBy(p => p.Number), found.OrderBy(p => p.Number));
        Check.Equal(4, used);
    }
}
