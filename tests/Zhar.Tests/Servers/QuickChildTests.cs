using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

public sealed record FailNow;

public sealed partial class QuickFailure : GenServer<int>
{
    private Init<int> Init() => Ok(0).ThenContinue(new FailNow());

    [Continue]
    private void OnFailNow(FailNow _) => throw new InvalidOperationException("told to");
}

/// <summary>A child that a node starts, and that has ended before the node has let go of it.</summary>
public sealed class QuickChildTests
{
    [Fact]
    public async Task It_has_started_whenever_it_ends()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            await using var node = TestNode.Deterministic(seed);

            Assert.IsType<Started>(await node.Node.Start(QuickFailure.Child()));
        }
    }
}
