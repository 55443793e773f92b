using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed class SimpleOneForOneTests
{
    [Fact]
    public async Task Children_come_from_the_template_with_arguments_of_their_own()
    {
        await using var node = TestNode.Start();

        var (texts, children, result) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.SimpleOneForOne(ChildSpec.Of("worker", Start, self.Pid)));
            var first = (await Supervisor.StartChild(top, "a")).OrThrow();
            await Supervisor.StartChild(top, "b");
            await self.End(first, "boom");
            var children = await Supervisor.WhichChildren(top);
            var result = await Supervisor.TerminateChild(top, children[0].Pid);
            var texts = await self.Texts(5);
            await Supervisor.Stop(top);
            return (texts, children, result);
        });

        Assert.Equal(["start a", "start b", "stop a boom", "start a"], texts[..4]);
        Assert.Equal([null, null], children.Select(c => c.Id));
        Assert.Equal(ChildResult.Ok, result);
    }

    [Fact]
    public async Task A_template_with_fixed_arguments_says_how_to_give_it_more()
    {
        await using var node = TestNode.Start();

        var (plain, refused, spec) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.SimpleOneForOne(self.Worker("a")));
            var results = (await Supervisor.StartChild(top), await Supervisor.StartChild(top, 1), await Supervisor.StartChild(top, self.Worker("b")));
            await Supervisor.Stop(top);
            return results;
        });

        Assert.IsType<Started>(plain);
        var fault = Assert.IsType<NotSupportedException>(Assert.IsType<StartFailed>(refused).Reason.Exception);
        Assert.Contains("ChildSpec.Of(", fault.Message, StringComparison.Ordinal);
        Assert.Equal("template", Assert.IsType<StartFailed>(spec).Reason.Tag);
    }

    private static ValueTask<StartResult> Start(ServerName name, IReadOnlyList<object?> arguments) =>
        Worker.TryStartLink(new Worker.Plan((Pid)arguments[0]!, (string)arguments[1]!), name);
}
