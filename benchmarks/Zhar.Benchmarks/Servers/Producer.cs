namespace Zhar.Benchmarks.Servers;

/// <summary>Sends without waiting.</summary>
internal sealed partial class Producer : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Cast]
    private void Flood(Sink.Ref to, int messages)
    {
        for (var i = 0; i < messages; i++)
            to.Put(i);
    }
}
