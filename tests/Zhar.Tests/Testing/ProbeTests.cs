using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class ProbeTests
{
    [Fact]
    public async Task A_probe_waits_for_a_message_from_plain_test_code()
    {
        await using var node = TestNode.Start();
        var probe = node.StartProbe();

        node.Node.Spawn(_ =>
        {
            probe.Pid.Send("hello");
            return Task.CompletedTask;
        });

        Assert.Equal("hello", await probe.ExpectMessage<string>());
    }

    [Fact]
    public async Task A_probe_waits_for_a_message_inside_a_process()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var probe = node.StartProbe();

        var got = await node.Run(async self =>
        {
            Process.SendAfter(probe.Pid, TimeSpan.FromSeconds(2), 17);
            return await probe.ExpectMessage<int>();
        });

        Assert.Equal(17, got);
    }

    [Fact]
    public async Task Other_messages_stay_for_later_waits()
    {
        await using var node = TestNode.Start();
        var probe = node.StartProbe();
        probe.Pid.Send("first");
        probe.Pid.Send(2);

        Assert.Equal(2, await probe.ExpectMessage<int>());
        await probe.ExpectMessage((object)"first");
        await probe.ExpectNoMessage(TimeSpan.Zero);
        Assert.Equal(["first", 2], probe.Messages);
    }

    [Fact]
    public async Task A_message_that_does_not_come_fails_with_what_did()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var probe = node.StartProbe();
        probe.Pid.Send("something else");

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => probe.ExpectMessage<int>(timeout: TimeSpan.FromHours(1)));

        Assert.Contains("no Int32 within 01:00:00", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"something else\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unwanted_message_fails_the_test_that_expects_none()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var probe = node.StartProbe();
        probe.Pid.Send("surprise");

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => probe.ExpectNoMessage());

        Assert.Contains("\"surprise\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_hears_the_end_of_a_process_that_it_watches()
    {
        await using var node = TestNode.Start();
        var probe = node.StartProbe();
        var pid = node.Node.Spawn(async self => await self.Receive());
        probe.Watch(pid);

        Process.Exit(pid, "boom");

        Assert.Equal("boom", await probe.ExpectDown(pid));
    }

    [Fact]
    public async Task A_typed_client_on_a_probe_records_casts_and_calls()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var probe = node.StartProbe();
        var account = new Account.Ref(probe.Pid);

        await node.Run(async _ =>
        {
            account.Clear();
            await account.TryDeposit(3);
        });

        await probe.ExpectRequest("Clear()");
        await probe.ExpectRequest("Deposit(3)");
    }

    [Fact]
    public async Task A_named_probe_stands_in_for_a_server()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var probe = node.StartProbe(Account.Name.Local);

        node.Ref<Account.Ref>().Clear();

        await probe.ExpectRequest("Clear()");
    }

    [Fact]
    public async Task A_taken_name_is_refused()
    {
        await using var node = TestNode.Start();
        node.StartProbe("one");

        Assert.Contains("'one'", Assert.Throws<ArgumentException>(() => node.StartProbe("one")).Message, StringComparison.Ordinal);
    }
}
