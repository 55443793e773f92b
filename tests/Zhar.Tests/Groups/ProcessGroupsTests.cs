using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Groups;

public sealed class ProcessGroupsTests
{
    private static readonly ProcessGroups Groups = new("groups");

    [Fact]
    public async Task A_process_that_joins_and_monitors_the_same_group_ends_cleanly()
    {
        await using var node = TestNode.Start();

        var (members, groups, scope) = await node.Run(async self =>
        {
            var server = await Groups.StartLink();
            Process.SpawnMonitor(_ =>
            {
                Groups.Join("g");
                Groups.Monitor("g");
                Groups.MonitorScope();
                Groups.Join("g");
                return Task.CompletedTask;
            });
            var down = await self.Receive<Down>();
            Assert.Equal(ExitReason.Normal, down.Reason);
            return (Groups.Members("g"), Groups.WhichGroups(), Process.IsAlive(server));
        });

        Assert.Empty(members);
        Assert.Empty(groups);
        Assert.True(scope);
        Assert.Empty(node.Log.Entries);
    }

    [Fact]
    public async Task A_scope_monitor_sees_all_groups_in_order()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await Groups.StartLink();
            Groups.Join("a");
            var (monitor, now) = Groups.MonitorScope();
            Groups.Join("b");
            Groups.Leave("a");
            Groups.Leave("b");

            Assert.Equal([self.Pid], Assert.Single(now).Value);
            var first = await self.Receive<GroupJoin>();
            var second = await self.Receive<GroupLeave>();
            var third = await self.Receive<GroupLeave>();
            Assert.Equal(("b", "a", "b"), (first.Group, second.Group, third.Group));
            Assert.Same(monitor, first.Ref);
        });
    }

    [Fact]
    public async Task Demonitor_ends_the_notices_and_removes_those_in_the_mailbox()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await Groups.StartLink();
            var (monitor, _) = Groups.Monitor("g");
            Groups.Join("g");

            Assert.True(Groups.Demonitor(monitor));
            Assert.False(Groups.Demonitor(monitor));
            Groups.Leave("g");
            Assert.Null(await self.Receive<object>(TimeSpan.Zero));
        });
    }

    [Fact]
    public async Task Another_local_process_can_be_joined_and_a_dead_one_is_left_out()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            await Groups.StartLink();
            var live = Process.Spawn(static p => p.Receive().AsTask());
            var (dead, _) = Process.SpawnMonitor(static _ => Task.CompletedTask);
            await self.Receive<Down>();

            Groups.Join("g", live, dead, live);
            Assert.Equal([live, live], Groups.Members("g"));
            Assert.False(Groups.Leave("g", dead));
            Assert.True(Groups.Leave("g", live, live));
            Assert.Empty(Groups.WhichGroups());
        });
    }

    [Fact]
    public async Task Processes_of_another_node_cannot_be_joined_but_their_own_scope_can_report_them()
    {
        await using var here = TestNode.Start();
        await using var there = TestNode.Start();
        var remote = there.Node.Spawn(static p => p.Receive().AsTask());

        await here.Run(async self =>
        {
            await Groups.StartLink();
            Assert.Throws<ArgumentException>(() => Groups.Join("g", remote));

            var scope = (GroupScope)self.Node.NamedServices["groups"];
            Groups.Join("g");
            scope.RemoteJoined("g", [remote]);
            Assert.Equal([self.Pid, remote], Groups.Members("g"));
            Assert.Equal([self.Pid], Groups.LocalMembers("g"));
            Assert.Equal([self.Pid], Assert.Single(scope.LocalSnapshot()).Value);
            scope.RemoteLeft("g", [remote]);
            Assert.Equal([self.Pid], Groups.Members("g"));
        });
    }

    [Fact]
    public async Task A_scope_that_does_not_run_is_named_in_the_error()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(static _ => Task.FromResult(Record.Exception(static () => Groups.Members("g"))));

        Assert.Contains("'groups'", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => new ProcessGroups(""));
    }
}
