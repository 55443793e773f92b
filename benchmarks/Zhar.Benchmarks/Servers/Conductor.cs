namespace Zhar.Benchmarks.Servers;

/// <summary>Runs a step on its own thread when it is told to.</summary>
internal sealed partial class Conductor : GenServer<Action>
{
    private Init<Action> Init(Action step) => Ok(step);

    [Cast]
    private void Step() => State();
}
