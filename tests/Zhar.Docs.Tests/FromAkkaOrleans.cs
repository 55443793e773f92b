namespace Zhar.Docs.Tests.FromAkkaOrleans;

public sealed partial class Account : GenServer<decimal>
{
    private Init<decimal> Init(decimal balance) => Ok(balance);

    [Call] private decimal Deposit(decimal amount) => State += amount;
    [Call] private decimal Balance() => State;
}

public sealed class Bank : ZharApplication
{
    public static readonly Registry<string, string> Accounts = Registry.Unique<string, string>("accounts");

    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        Accounts.Child(),
        DynamicSupervisor.Child("open accounts"));

    public static async ValueTask<Account.Ref> Open(string number)
    {
        ServerName name = Accounts.Via(number);
        await DynamicSupervisor.StartChild("open accounts", Account.Child(0) with { Id = number, Name = name });
        return name;
    }
}
