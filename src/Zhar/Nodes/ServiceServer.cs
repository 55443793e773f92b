using Zhar.Runtime;

namespace Zhar;

/// <summary>The process behind a <see cref="NodeService"/>: it holds the service and answers system messages; the work is done in the callers.</summary>
internal sealed class ServiceServer(Type module) : GenServer<NodeService>
{
    internal override string ModuleName => module.FullName ?? module.Name;

    protected override bool HasAsyncHandlers => false;

    internal ValueTask Open(ServiceStart start)
    {
        var service = start.Make(Core);
        if (!service.TryOpen(out var holder))
            return AcceptInit(Fail(ExitReason.Of("already_started", holder)));
        start.Opened(service);
        return AcceptInit(Ok(service));
    }

    protected override object? FormatStatus(object? state) => state?.ToString();
}

/// <summary>How to start the process of a service.</summary>
internal abstract class ServiceStart : ServerStart
{
    public sealed override GenServer Create(IServiceProvider services) => new ServiceServer(ServerType);

    public sealed override ValueTask Init(GenServer server) => ((ServiceServer)server).Open(this);

    /// <summary>Makes the service for the process that is starting.</summary>
    internal abstract NodeService Make(ProcessCore owner);

    /// <summary>The service can be found now.</summary>
    internal virtual void Opened(NodeService service)
    {
    }
}
