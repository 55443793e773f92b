namespace Zhar.Docs.Tests.Readme;

public sealed partial class Counter : GenServer<int>
{
    private Init<int> Init(int initialValue = 0) => Ok(initialValue);

    [Call] private int Increment() => ++State;
    [Call] private int GetCount() => State;
    [Cast] private void Reset() => State = 0;
}

public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        Counter.Child(0) with { Name = Counter.Name });
}

internal static class Program
{
    internal static async Task<int> Run(string[] args)
    {
        // Program.cs
        return await ZharHost.Run<Application>(args);
    }
}
