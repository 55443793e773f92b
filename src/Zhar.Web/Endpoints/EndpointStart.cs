using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Runtime;
using Zhar.Supervision;

namespace Zhar.Web;

/// <summary>An endpoint as a supervisor: builds the plugs at each of its starts; its children are the processes that they asked for, and last the server.</summary>
internal sealed class EndpointStart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T> : SupervisorStart
    where T : EndpointBase
{
    internal override string Module => typeof(T).FullName ?? typeof(T).Name;

    internal override SupervisorSpec MakeSpec(IServiceProvider services)
    {
        var node = Process.Current("Endpoint.Child").Node;
        var runtime = EndpointRuntime.Build(static s => ActivatorUtilities.CreateInstance<T>(s), typeof(T).Name, services, node);
        Process.Current("Endpoint.Child").AddOwned(new Owned(runtime));
        return Supervisor.RestForOne([
            .. runtime.Children,
            EndpointServer.Child(runtime) with { Id = "server", Shutdown = Shutdown.After(runtime.Options.DrainTimeout + TimeSpan.FromSeconds(5)) },
            .. runtime.Drains,
            .. runtime.Options is { Server: true, DrainDelay.Ticks: > 0 } ? [EndpointDrain.Of(runtime)] : Array.Empty<ChildSpec>(),
        ]);
    }

    /// <summary>What was built goes with the supervisor.</summary>
    private sealed class Owned(EndpointRuntime runtime) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason) => runtime.Dispose();
    }
}
