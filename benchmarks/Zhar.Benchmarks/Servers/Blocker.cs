namespace Zhar.Benchmarks.Servers;

/// <summary>A handler that blocks its thread with each message.</summary>
internal sealed partial class Blocker : GenServer<TimeSpan>
{
    private Init<TimeSpan> Init(TimeSpan perMessage) => Ok(perMessage);

    [Cast]
    private void Go()
    {
        Thread.Sleep(State);
        new Ref(Self).Go();
    }
}
