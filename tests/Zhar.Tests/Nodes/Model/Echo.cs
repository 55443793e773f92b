namespace Zhar.Tests.Nodes.Model;

/// <summary>The server of each node in the model test.</summary>
internal sealed partial class Echo : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Call]
    private int Repeat(int number) => number;
}
