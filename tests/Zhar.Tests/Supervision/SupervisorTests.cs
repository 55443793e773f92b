using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_crashed_child_comes_back_with_its_first_state()
    {
        await using var node = TestNode.Start();

        var (before, after) = await node.Run(async self =>
        {
            await Supervisor.StartLink(Supervisor.OneForOne(Counter.Child(5) with { Name = Counter.Name }));
            var counter = new Counter.Ref(Counter.Name);
            var changed = await counter.Increment();
            var old = Process.WhereIs(Counter.Name);
            Process.Monitor(old);
            counter.Crash();
            await self.Receive<Down>();
            await Eventually.True(() => !Process.WhereIs(Counter.Name).IsNone && Process.WhereIs(Counter.Name) != old);
            return (changed, await counter.Increment());
        });

        Assert.Equal(6, before);
        Assert.Equal(6, after);
    }

    [Fact]
    public async Task A_supervisor_class_is_started_and_nested_by_its_name()
    {
        await using var node = TestNode.Start();

        var ids = await node.Run(async self =>
        {
            var top = await Supervisor.StartLink(Supervisor.OneForOne(Workers.Child(), Supervisor.OneForAll(Counter.Child(1))));
            var alone = await Workers.StartLink(Workers.Name);
            var all = await Supervisor.WhichChildren(top);
            var own = await Supervisor.WhichChildren(Workers.Name);
            await Supervisor.Stop(alone);
            await Supervisor.Stop(top);
            return all.Concat(own).Select(c => $"{c.Id} {c.Type} {c.State}").ToArray();
        });

        Assert.Equal(
            [
                $"OneForAll({typeof(Counter).FullName}) Supervisor Running",
                $"{typeof(Workers).FullName} Supervisor Running",
                $"{typeof(Counter).FullName} Worker Running",
            ],
            ids);
    }

    internal sealed class Workers : Supervisor
    {
        protected override SupervisorSpec Init() => RestForOne(Counter.Child(1));
    }

    internal sealed partial class Counter : GenServer<int>
    {
        private Init<int> Init(int initialValue = 0) => Ok(initialValue);

        [Call]
        private int Increment() => ++State;

        [Cast]
        private void Crash() => throw new InvalidOperationException("boom");
    }
}
