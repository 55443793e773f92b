using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Servers;

/// <summary>Takes what several producers send.</summary>
internal sealed partial class Sink : GenServer<int>
{
    private Countdown? _done;

    private Init<int> Init() => Ok(0);

    [Call]
    private void Expect(int messages, Countdown done)
    {
        State = messages;
        _done = done;
    }

    [Cast]
    private void Put(int number)
    {
        if (--State == 0)
            _done!.Signal();
    }
}
