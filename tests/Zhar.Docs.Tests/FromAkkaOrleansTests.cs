using Zhar.Testing;

namespace Zhar.Docs.Tests.FromAkkaOrleans;

/// <summary>The code of the page for Akka.NET and Orleans engineers, run.</summary>
public sealed class FromAkkaOrleansTests
{
    [Fact]
    public async Task An_account_is_opened_once_and_found_by_its_number()
    {
        await using var node = TestNode.Start();
        await node.Run(async _ =>
        {
            await Supervisor.StartLink(Supervisor.OneForOne(Bank.Accounts.Child(), DynamicSupervisor.Child("open accounts")));

            Account.Ref account = await Bank.Open("DE-17");
            await account.Deposit(20);
            decimal balance = await (await Bank.Open("DE-17")).Balance();

            Assert.Equal(20, balance);
        });
    }
}
