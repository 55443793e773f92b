namespace Zhar.Benchmarks.Servers;

/// <summary>Always has a message for itself.</summary>
internal sealed partial class Flooder : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Cast]
    private void Go()
    {
        State++;
        new Ref(Self).Go();
    }
}
