using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

public sealed record FailNow;

public sealed partial class QuickFailure : GenServer<int>
{
    private async ValueTask<Init<int>> Init(bool inInit)
    {
        await Process.Delay(TimeSpan.FromMilliseconds(1));
        return inInit ? throw new InvalidOperationException("told to, in Init") : Ok(0).ThenContinue(new FailNow());
    }

    [Continue]
    private void OnFailNow(FailNow _) => throw new InvalidOperationException("told to");
}

/// <summary>A child that a node starts, and that has ended before the node has let go of it.</summary>
public sealed class QuickChildTests
{
    [Fact]
    public async Task It_has_started_when_it_fails_right_behind_its_Init()
    {
        await using var node = TestNode.Start();
        for (var i = 0; i < 50; i++)
            Assert.IsType<Started>(await node.Node.Start(QuickFailure.Child(false)));
    }

    [Fact]
    public async Task It_has_not_started_when_its_Init_fails()
    {
        await using var node = TestNode.Start();
        for (var i = 0; i < 50; i++)
        {
            var failure = await Assert.ThrowsAsync<ProcessExitException>(() => node.Node.Start(QuickFailure.Child(true)));

            Assert.Equal("told to, in Init", failure.Reason.Exception?.Message);
        }
    }
}
