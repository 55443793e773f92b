using Zhar;

namespace UnloadSample;

public sealed partial class Ticker : GenServer<int>
{
    private Init<int> Init()
    {
        PubSub.Subscribe("amounts");
        Process.SendAfter(Self, TimeSpan.FromHours(1), new Amount(1));
        Process.Put("key", new Amount(2));
        return Ok(0);
    }

    [Tick("00:00:00.005")]
    private void OnTick() => State++;

    [Info]
    private void OnAmount(Amount amount) => State += amount.Value;

    [Call]
    private int Ticks() => State;
}
