using System.Runtime.CompilerServices;
using Zhar.Benchmarks.Measuring;
using Zhar.Runtime;

namespace Zhar.Benchmarks.Servers;

/// <summary>Its handler waits once for a task that is completed elsewhere.</summary>
internal sealed partial class Waiter : GenServer<ForeignSource>
{
    private Init<ForeignSource> Init(ForeignSource source) => Ok(source);

    [Cast]
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask Wait(Gate gate)
    {
        await State.Task;
        gate.Pass();
    }

    [Cast]
    private void PassAtOnce(Gate gate) => gate.Pass();
}
