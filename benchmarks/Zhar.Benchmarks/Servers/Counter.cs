using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Servers;

/// <summary>The usual small server.</summary>
internal sealed partial class Counter : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Call]
    private int Increment() => ++State;

    [Call(NoInline = true)]
    private int IncrementScheduled() => ++State;

    /// <summary>Counts down a test that waits for the last of its messages.</summary>
    [Cast]
    private void Note(Countdown done) => done.Signal();
}
