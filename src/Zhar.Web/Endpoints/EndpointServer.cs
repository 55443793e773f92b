using Zhar.Runtime;

namespace Zhar.Web;

/// <summary>The process that owns the listening server: opens it, drains it at an orderly end, closes it at any.</summary>
internal sealed partial class EndpointServer : GenServer<EndpointServer.Listening>
{
    internal sealed record Listening(EndpointRuntime Runtime, KestrelHost? Host);

    private async ValueTask<Init<Listening>> Init(EndpointRuntime runtime)
    {
        Process.TrapExit = true; // so that Terminate runs and requests under way can end
        var host = runtime.Options.Server ? await KestrelHost.Start(runtime) : null;
        runtime.Register();
        Process.Current("Endpoint.Child").AddOwned(new Holding(runtime, host));
        return Ok(new Listening(runtime, host));
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        State.Runtime.Unregister();
        if (State.Host is { } host)
            await host.Stop(State.Runtime.DrainTimeout);
    }

    /// <summary>The server, which lives no longer than its process: a kill does not run Terminate.</summary>
    private sealed class Holding(EndpointRuntime runtime, KestrelHost? host) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason)
        {
            runtime.Unregister();
            host?.Stop(TimeSpan.Zero).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
