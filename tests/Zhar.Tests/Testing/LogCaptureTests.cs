using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class LogCaptureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_report_is_awaited(bool deterministic)
    {
        await using var node = deterministic ? TestNode.Deterministic(seed: 1) : TestNode.Start();
        var account = await node.StartSupervised<Account.Ref>(Account.Child());
        await node.Run(async _ => await account.TryFail());

        var crash = await node.Log.WaitForCrash();

        Assert.Equal("no", crash.Exception?.Message);
        Assert.Equal("Fail()", crash.Values["LastMessage"]);
        Assert.Equal([crash], node.Log.Crashes);
        Assert.Same(crash, node.Log.Single(1));
    }

    [Fact]
    public async Task An_entry_that_comes_later_ends_the_wait()
    {
        await using var node = TestNode.Start();
        var crash = node.Log.WaitForCrash(entry => entry.Exception?.Message == "later");
        Assert.False(crash.IsCompleted);

        node.Node.Spawn(_ => throw new InvalidOperationException("later"));

        Assert.Contains("later", (await crash).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_ends_in_vain_shows_the_log()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        node.Node.Spawn(_ => throw new InvalidOperationException("boom"));

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => node.Log.WaitFor(entry => entry.Id.Id == 4711));

        Assert.Contains("boom", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_entry_is_asked_for_and_there_is_none()
    {
        await using var node = TestNode.Start();

        var failure = Assert.Throws<ExpectationException>(() => node.Log.Single(1));

        Assert.Contains("The log is empty", failure.Message, StringComparison.Ordinal);
    }
}
