namespace Zhar.Web;

/// <summary>The last child of an endpoint, so the first to be stopped: while it waits, everything still answers but the readiness check, and whoever shares out requests looks elsewhere.</summary>
internal sealed partial class EndpointDrain : GenServer<EndpointRuntime>
{
    internal static ChildSpec Of(EndpointRuntime runtime) => Child(runtime) with
    {
        Id = "drain",
        Shutdown = Shutdown.After(runtime.Options.DrainDelay + TimeSpan.FromSeconds(5)),
    };

    private Init<EndpointRuntime> Init(EndpointRuntime runtime)
    {
        Process.TrapExit = true; // so that Terminate runs
        return Ok(runtime);
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        // An endpoint that its supervisor starts anew is wanted back at once.
        var node = Node.Current;
        if (!reason.IsClean || !node.Applications.Loaded.Any(static a => a.State == ApplicationState.Stopping))
            return;
        State.IsDraining = true;
        State.Log.Draining(State.Name, State.Options.DrainDelay);
        await Task.Delay(State.Options.DrainDelay, node.Clock);
    }
}
