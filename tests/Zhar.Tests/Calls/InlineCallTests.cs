using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Calls;

public sealed partial class InlineCallTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public async Task A_server_does_not_see_the_AsyncLocals_of_a_process_that_calls_it()
    {
        await using var node = TestNode.Start();

        var (seen, kept) = await node.Run(async _ =>
        {
            var looker = await Looker.Start();
            Local.Value = "the caller's";
            return (await looker.Look(), Local.Value);
        });

        Assert.Null(seen);
        Assert.Equal("the caller's", kept);
    }

    [Fact]
    public async Task A_server_does_not_see_the_AsyncLocals_of_an_outside_caller()
    {
        await using var node = TestNode.Start();
        var looker = await node.Run(_ => Looker.Start().AsTask());
        Local.Value = "the caller's";

        // Outside callers run a handler on their own thread only after it was seen to be quick many times.
        for (var i = 0; i < 300; i++)
            Assert.Null(await looker.Look());

        Assert.Equal("the caller's", Local.Value);
    }

    [Fact]
    public async Task Calls_from_outside_come_to_run_in_place_although_the_first_were_queued()
    {
        await using var node = TestNode.Start();
        var looker = await node.Run(_ => Looker.Start().AsTask());

        var inPlace = false;
        for (var i = 0; i < 10_000 && !inPlace; i++)
        {
            var caller = Environment.CurrentManagedThreadId;
            inPlace = await looker.WhichThread() == caller;
        }

        Assert.True(inPlace);
    }

    internal sealed partial class Looker : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private string? Look() => Local.Value;

        [Call]
        private int WhichThread() => Environment.CurrentManagedThreadId;
    }
}
