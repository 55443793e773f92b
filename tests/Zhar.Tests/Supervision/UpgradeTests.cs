using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed class UpgradeTests
{
    [Fact]
    public async Task A_new_version_of_the_specs_is_taken_over_and_running_children_are_kept()
    {
        await using var node = TestNode.Start();

        var (before, after, ids, spec) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var versions = new Versions(self.Worker("a"), self.Worker("b"));
            var top = await Supervisor.StartLink(versions);
            var before = await Support.PidOf(top, "a");
            versions.Children = [self.Worker("c"), self.Worker("a") with { Restart = Restart.Transient }];
            await Sys.Suspend(top);
            await Sys.ChangeCode(top);
            await Sys.Resume(top);
            var children = await Supervisor.WhichChildren(top);
            var spec = await Supervisor.GetChildSpec(top, "a");
            var after = await Support.PidOf(top, "a");
            await Supervisor.Stop(top);
            return (before, after, children.Select(c => $"{c.Id} {c.State}").ToArray(), spec);
        });

        Assert.Equal(before, after);
        Assert.Equal(["b Running", "a Running", "c Undefined"], ids);
        Assert.Equal(Restart.Transient, spec?.Restart);
    }

    private sealed class Versions(params ChildSpec[] children) : Supervisor
    {
        public ChildSpec[] Children { get; set; } = children;

        protected override SupervisorSpec Init() => OneForOne(Children);
    }
}
