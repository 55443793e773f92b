namespace Zhar.Soak.Phases;

/// <summary>A server that does nothing.</summary>
internal sealed partial class Probe : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Call(NoInline = true)]
    private int Ask(int number) => number;

    [Cast]
    private void Tell(int number) => State = number;
}
