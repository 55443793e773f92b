using Zhar.Testing;

namespace Zhar.Docs.Tests.Patterns;

/// <summary>The code of the page on behaviours, run.</summary>
public sealed class PatternsBehavioursTests
{
    [Fact]
    public async Task Who_comes_before_the_door_is_open_waits_for_it()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.StartSupervised(StateMachine.Child(() => new Door("1234", open: TimeSpan.FromSeconds(10)), name: "door"));

        var walker = node.Run(async _ => await StateMachine.Call<int>("door", new Door.WalkThrough()));
        Assert.False(await node.Run(async _ => await StateMachine.Call<bool>("door", new Door.Enter("0000"))));
        Assert.True(await node.Run(async _ => await StateMachine.Call<bool>("door", new Door.Enter("1234"))));

        Assert.Equal(1, await walker);
        node.Clock.Advance(TimeSpan.FromSeconds(10));
        await node.Eventually(async () => await node.Run(async _ => await Sys.GetState<(Door.Position Position, int)>("door")), static state => state.Position == Door.Position.Locked);
    }

    [Fact]
    public Task An_event_goes_to_all_handlers() => Inside(async () =>
    {
        EventManager events = await EventManager.StartLink("payments");
        await events.AddHandler(new Revenue());

        events.Notify(new Paid("A-1", 10));
        await events.SyncNotify(new Paid("A-2", 5));
        Result<decimal> revenue = await events.Call<decimal>(typeof(Revenue), "how much?");

        Assert.Equal(15, revenue.OrThrow());
    });

    [Fact]
    public Task An_agent_keeps_a_value() => Inside(async () =>
    {
        Agent<int> visitors = await Agent.StartLink(() => 0);
        await visitors.Update(n => n + 1);
        int count = await visitors.Get();

        Assert.Equal(1, count);
    });

    [Fact]
    public Task Tasks_run_side_by_side() => Inside(async () =>
    {
        static async Task<int> Length(string page)
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
            return page.Length;
        }

        ProcessTask<int> first = ProcessTask.Async(() => Length("/"));
        ProcessTask<int> second = ProcessTask.Async(() => Length("/about"));
        int both = await first.Await() + await second.Await();

        var lengths = new List<int>();
        await foreach (var result in ProcessTask.AsyncStream(["/", "/about", "/users"], Length, new() { MaxConcurrency = 2 }))
        {
            if (result is TaskOk<int>(var length))
                lengths.Add(length);
        }

        Assert.Equal(7, both);
        Assert.Equal([1, 6, 6], lengths);
    });

    [Fact]
    public Task Partitions_share_the_work_by_a_key() => Inside(async () =>
    {
        await PartitionSupervisor.StartLink("hits", Hits.Child());
        Hits.Of("/").Hit("/");
        Hits.Of("/about").Hit("/about");
        int hits = await Hits.Of("/").Count("/");

        Assert.Equal(1, hits);
    });

    [Fact]
    public Task A_supervisor_ends_with_the_child_that_it_is_there_for() => Inside(async () =>
    {
        Pid supervisor = await DownloadSupervisor.StartLink();
        MonitorRef monitor = Process.Monitor(supervisor);
        Process.Unlink(supervisor);

        Download.Ref download = Download.Name;
        download.Finish();

        Assert.Equal(ExitReason.Shutdown, (await Process.Receive<Down>(d => d.Ref == monitor)).Reason);
    });

    [Fact]
    public Task A_running_server_can_be_looked_into() => Inside(async () =>
    {
        Hits.Ref hits = await Hits.StartLink();
        await Sys.Log(hits.Address);
        hits.Hit("/");
        var state = await Sys.GetState<System.Collections.Immutable.ImmutableDictionary<string, int>>(hits.Address);
        IReadOnlyList<SysEvent> seen = await Sys.GetLog(hits.Address);

        Assert.Equal(1, state["/"]);
        Assert.NotEmpty(seen);
    });

    private static async Task Inside(Func<Task> body)
    {
        await using var node = TestNode.Start();
        await node.Run(async _ => await body());
    }
}
