using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

public sealed class InheritanceTests
{
    [Fact]
    public async Task A_process_started_from_outside_inherits_what_the_flow_of_control_has_set()
    {
        await using var node = TestNode.Start();
        Process.PutInherited("tenant", "acme");

        var seen = await node.Run(self =>
        {
            var to = self.Pid;
            Process.Spawn(_ =>
            {
                to.Send($"{Process.GetInherited("tenant")} in the grandchild");
                return Task.CompletedTask;
            });
            return self.Receive<string>().AsTask();
        });

        Assert.Equal("acme in the grandchild", seen);
        Assert.Equal("acme", Process.GetInherited("tenant"));
    }

    [Fact]
    public async Task What_one_flow_has_set_is_unknown_to_another_and_can_be_taken_away()
    {
        await using var node = TestNode.Start();
        await Task.Run(() => Process.PutInherited("tenant", "acme"));
        Assert.Null(await node.Run(_ => Task.FromResult(Process.GetInherited("tenant"))));

        Process.PutInherited("tenant", "other");
        Process.PutInherited("tenant", null);

        Assert.Null(await node.Run(_ => Task.FromResult(Process.GetInherited("tenant"))));
        Assert.Null(Process.GetInherited("tenant"));
    }
}
