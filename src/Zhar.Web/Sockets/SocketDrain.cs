namespace Zhar.Web;

/// <summary>Stands behind the server, so it is stopped first: it lets the clients of a socket connect again elsewhere, batch by batch, before the server goes. Source: Phoenix.Socket.PoolSupervisor's drainer.</summary>
internal sealed partial class SocketDrain : GenServer<SocketDrain.Plan>
{
    internal sealed record Plan(SocketKind Kind, SocketOptions Options);

    internal static ChildSpec Of(SocketKind kind, SocketOptions options) => Child(new Plan(kind, options)) with
    {
        Id = $"{nameof(SocketDrain)} {kind.Name}",
        Shutdown = Shutdown.After(options.DrainTimeout + TimeSpan.FromSeconds(5)),
    };

    private Init<Plan> Init(Plan plan)
    {
        Process.TrapExit = true; // so that Terminate runs
        return Ok(plan);
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        var node = Node.Current;
        if (!reason.IsClean || !node.NamedServices.TryGetValue(State.Kind.ServiceName, out var found) || found is not SocketHost host)
            return;
        var options = State.Options;
        var started = node.Clock.GetTimestamp();
        var sockets = host.BeginDrain();
        if (sockets.Length > 0)
            host.Log.Draining(host.Name, sockets.Length, options.DrainBatchSize, options.DrainBatchInterval);
        for (var at = 0; at < sockets.Length; at += options.DrainBatchSize)
        {
            var isLate = at > 0 && node.Clock.GetElapsedTime(started) + options.DrainBatchInterval > options.DrainTimeout;
            if (at > 0 && !isLate)
                await Task.Delay(options.DrainBatchInterval, node.Clock);
            foreach (var socket in sockets.AsSpan(at, isLate ? sockets.Length - at : Math.Min(options.DrainBatchSize, sockets.Length - at)))
                new SocketServer.Ref(socket.Pid).Drain();
            if (isLate)
                break;
        }
    }
}
