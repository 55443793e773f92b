using Xunit;

namespace Zhar.Tests.Processes;

public sealed partial class ListingTests
{
    [Fact]
    public async Task A_listing_makes_the_rows_that_are_asked_for_in_their_order()
    {
        await using var node = Node.Start();
        var gate = new TaskCompletionSource();
        var pids = new Pid[20];
        for (var i = 0; i < pids.Length; i++)
        {
            pids[i] = node.Spawn(async _ => await gate.Task);
            for (var j = 0; j < i; j++)
                node.Send(pids[i], j);
        }

        var page = node.ListProcesses(new ProcessQuery { Offset = 2, Limit = 3 });

        Assert.Equal([pids[17], pids[16], pids[15]], page.Rows.Select(static r => r.Pid));
        Assert.Equal([17, 16, 15], page.Rows.Select(static r => r.MailboxLength));
        Assert.Equal((20, 20, 20, false), (page.Matched, page.Examined, page.Total, page.IsSample));
        Assert.Equal(pids[0], node.ListProcesses(new ProcessQuery { Descending = false, Limit = 1 }).Rows[0].Pid);
        Assert.Equal(pids[19], node.ListProcesses(new ProcessQuery { OrderBy = ProcessOrder.Number, Limit = 1 }).Rows[0].Pid);
        gate.SetResult();
    }

    [Fact]
    public async Task Of_too_many_processes_a_listing_looks_at_a_sample()
    {
        await using var node = Node.Start();
        var gate = new TaskCompletionSource();
        for (var i = 0; i < 2_000; i++)
            node.Spawn(async _ => await gate.Task);

        var page = node.ListProcesses(new ProcessQuery { MaxExamined = 160, Limit = 10 });

        Assert.Equal(10, page.Rows.Count);
        Assert.InRange(page.Examined, 10, 160);
        Assert.Equal(2_000, page.Total);
        Assert.True(page.IsSample);
        gate.SetResult();
    }

    [Fact]
    public async Task Those_with_a_name_come_first_when_it_is_sorted_by_name_and_are_found_by_it()
    {
        await using var node = Node.Start();
        await node.Run(async self =>
        {
            Process.SetLabel("b label");
            var named = Process.Spawn(static async s =>
            {
                Process.Register("a name");
                await s.Receive<string>();
            });
            Process.Spawn(static async s => await s.Receive<string>());
            while (node.WhereIs("a name").IsNone)
                await Process.Delay(TimeSpan.FromMilliseconds(1));

            var rows = node.ListProcesses(new ProcessQuery { OrderBy = ProcessOrder.Name, Descending = false }).Rows;
            Assert.Equal(["a name", "b label", null], rows.Select(static r => r.Name));
            Assert.Equal([named], node.ListProcesses(new ProcessQuery { Search = "A NAM" }).Rows.Select(static r => r.Pid));
            Assert.Equal([self.Pid], node.ListProcesses(new ProcessQuery { Search = $"#{self.Pid.Number}" }).Rows.Select(static r => r.Pid));
            Assert.Equal([named], node.ListProcesses(new ProcessQuery { Search = named.ToString() }).Rows.Select(static r => r.Pid));
            Assert.Contains(self.Pid, node.ListProcesses(new ProcessQuery { Search = $"{self.Pid.Number}" }).Rows.Select(static r => r.Pid));
            Assert.Empty(node.ListProcesses(new ProcessQuery { Search = "nobody" }).Rows);
        });
    }

    [Fact]
    public async Task Two_looks_tell_how_many_messages_were_handled_between_them()
    {
        await using var node = Node.Start();
        await node.Run(async _ =>
        {
            var counter = await Counting.StartLink();
            var row = Row();
            for (var i = 0; i < 10; i++)
                await counter.Next();
            Assert.Equal(row.Handled + 10, Row().Handled);
        });

        ProcessRow Row() => node.ListProcesses(new ProcessQuery { Search = nameof(Counting) }).Rows.Single();
    }

    [Fact]
    public async Task The_first_children_of_a_supervisor_come_with_the_number_of_all()
    {
        await using var node = Node.Start();
        await node.Run(static async _ =>
        {
            var top = await Supervisor.StartLink(Supervisor.OneForOne(Counting.Child() with { Id = 1 }, Counting.Child() with { Id = 2 }, Counting.Child() with { Id = 3 }));
            var many = await DynamicSupervisor.StartLink();
            for (var i = 0; i < 30; i++)
                await DynamicSupervisor.StartChild(many, Counting.Child());

            var ordered = await Supervisor.WhichChildren(top, 2);
            var dynamic = await Supervisor.WhichChildren(many, 7);

            Assert.Equal((3, 30), (ordered.Total, dynamic.Total));
            Assert.Equal([1, 2], ordered.Children.Select(static c => c.Id));
            Assert.Equal(7, dynamic.Children.Select(static c => c.Pid).Distinct().Count());
        });
    }

    [Fact]
    public async Task The_last_crashes_are_kept_as_text_newest_first()
    {
        await using var node = Node.Start();
        for (var i = 0; i < 105; i++)
        {
            var (monitor, number) = (new TaskCompletionSource(), i);
            node.Spawn(_ => throw new InvalidOperationException($"number {number}"));
        }

        await Eventually.True(() => node.ProcessCount == 0);
        var crashes = node.RecentCrashes;

        Assert.Equal(100, crashes.Count);
        Assert.Contains(crashes, static c => c.Reason.Contains("number 104", StringComparison.Ordinal) || c.Reason.Contains("number 103", StringComparison.Ordinal));
        Assert.InRange(crashes.Count(static c => c.Exception is not null), 1, 100);
        Assert.All(crashes, static c => Assert.Equal(0, c.Restarts));
    }

    public sealed partial class Counting : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call] private int Next() => ++State;
    }
}
