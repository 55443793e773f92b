using Zhar;

namespace UnloadSample;

public sealed partial class Crasher : GenServer<int>
{
    private Init<int> Init()
    {
        Process.TrapExit = true;
        return Ok(0);
    }

    [Call]
    private int Crash(Amount amount) => throw new NegativeAmountException(amount);

    [Info]
    private void OnAmount(Amount amount) => State += amount.Value;

    protected override ValueTask Terminate(ExitReason reason) => Process.Delay(TimeSpan.FromMilliseconds(1));
}
