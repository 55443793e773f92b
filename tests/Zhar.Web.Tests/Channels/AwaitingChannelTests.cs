using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Channels;

/// <summary>A channel that awaits nothing but in what it does for its client.</summary>
public sealed class AwaitingChannelTests
{
    [Fact]
    public async Task A_handler_that_awaits_goes_on_in_the_channel_which_then_takes_the_next_message()
    {
        var gate = new WaitingChannel.Gate();
        await using var test = await ChannelTest.Start<WaitingSocket>(
            services: s => s.AddSingleton(gate).ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default)));
        var channel = await (await test.Connect()).Join("waiting");

        var first = channel.Push("wait");
        await gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var second = channel.Push("next");
        gate.Open.SetResult();

        Assert.Equal("1", (await first.AssertReply())["value"]);
        Assert.Equal("2", (await second.AssertReply())["value"]);
    }
}

public sealed class WaitingSocket : Socket
{
    protected override void Channels() => Channel<WaitingChannel>("waiting");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(Accept());
}

public sealed partial class WaitingChannel(WaitingChannel.Gate gate) : Channel<int>
{
    public sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private Join<int> Join(string topic) => 0;

    [HandleIn("wait")] private async Task<Sum> Wait()
    {
        gate.Reached.TrySetResult();
        await gate.Open.Task;
        return new Sum(++State);
    }

    [HandleIn("next")] private Sum Next() => new(++State);
}
