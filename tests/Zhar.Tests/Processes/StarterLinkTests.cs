using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

/// <summary>The link of a process with the one that started it is kept in another way than other links, and must behave the same.</summary>
public sealed class StarterLinkTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_one_link_however_often_and_from_whichever_side_it_is_made(bool fromTheStarter)
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var child = Process.SpawnLink(async inner =>
            {
                if (!fromTheStarter)
                    Process.Link(self.Pid);
                self.Pid.Send("linked");
                await inner.Receive<string>();
            });
            if (fromTheStarter)
                Process.Link(child);
            await self.Receive<string>();

            Assert.Equal(self.Pid, Assert.Single(Process.Info(child)!.Links));
            Assert.Equal(child, Assert.Single(Process.Info(self.Pid)!.Links));

            Process.Unlink(child);
            Assert.Empty(Process.Info(child)!.Links);
            Assert.Empty(Process.Info(self.Pid)!.Links);
        });
    }

    [Fact]
    public async Task It_stands_beside_other_links_and_monitors()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var other = Process.Spawn(static async inner => await inner.Receive<string>());
            var child = Process.SpawnLink(async inner =>
            {
                Process.Link(other);
                self.Pid.Send("linked");
                await inner.Receive<string>();
            });
            var monitor = Process.Monitor(child);
            await self.Receive<string>();

            Assert.Equal([self.Pid, other], Process.Info(child)!.Links.OrderBy(static pid => pid.Number));
            Assert.Equal([self.Pid], Process.Info(child)!.MonitoredBy);

            Process.Unlink(child);
            Assert.Equal([other], Process.Info(child)!.Links);
            Process.Exit(other, ExitReason.Of("gone"));
            Assert.Equal("gone", (await self.Receive<Down>(d => d.Ref == monitor)).Reason.Tag);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_death_of_one_reaches_the_other(bool ofTheStarter)
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var starter = Process.Spawn(async inner =>
            {
                var child = Process.SpawnLink(static async innermost => await innermost.Receive<string>());
                self.Pid.Send((inner.Pid, child));
                await inner.Receive<string>();
            });
            var (parent, child) = await self.Receive<(Pid, Pid)>();
            var monitor = Process.Monitor(ofTheStarter ? child : parent);

            Process.Exit(ofTheStarter ? parent : child, ExitReason.Of("gone"));

            Assert.Equal("gone", (await self.Receive<Down>(d => d.Ref == monitor)).Reason.Tag);
        });
    }
}
