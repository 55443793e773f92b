using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

/// <summary>The examples of docs/testing.md.</summary>
public sealed partial class TestingGuideTests
{
    [Fact]
    public async Task One_server()
    {
        await using var harness = Harness.Of<Account.Ref, int>(new Account(), state: 1);

        int balance = await harness.Call(account => account.Deposit(2));

        Assert.Equal(3, balance);
        Assert.Equal(3, harness.State);
    }

    [Fact]
    public async Task Several_processes()
    {
        await using var node = TestNode.Start();
        var account = await node.StartSupervised<Account.Ref>(Account.Child(5));
        await account.Deposit(1);

        await node.KillAndAwaitRestart(account);

        Assert.Equal(5, await account.Balance());

        var probe = node.StartProbe();
        account.Notify(probe.Pid, above: 10);
        await account.Deposit(20);
        Assert.Equal(new Account.Above(25), await probe.ExpectMessage<Account.Above>());
    }

    [Fact]
    public async Task Races()
    {
        await TestNode.Explore(seeds: 1000, async node =>
        {
            var account = await node.StartSupervised<Account.Ref>(Account.Child());
            await Task.WhenAll(
                node.Run(async _ => await account.Deposit(1)),
                node.Run(async _ => await account.Deposit(1)));
            Assert.Equal(2, await account.Balance());
        });
    }

    internal sealed partial class Account : GenServer<int>
    {
        private Init<int> Init(int balance = 0) => Ok(balance);

        [Call]
        private int Balance() => State;

        [Call]
        private int Deposit(int amount)
        {
            State += amount;
            if (Process.Get("notify") is (Pid who, int above) && State > above)
                who.Send(new Above(State));
            return State;
        }

        [Cast]
        private void Notify(Pid who, int above) => Process.Put("notify", (who, above));

        internal sealed record Above(int Balance);
    }
}
