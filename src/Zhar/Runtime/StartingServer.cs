namespace Zhar.Runtime;

/// <summary>
/// Stands in for a server while it starts, and carries what only the start needs: the arguments, and who waits. It steps aside when Init has
/// succeeded, so a running server pays nothing for it.
/// </summary>
internal sealed class StartingServer(GenServer server, ServerStart start, StartWait wait) : ProcessBehaviour
{
    internal GenServer Server => server;

    internal StartWait Wait => wait;

    internal override bool MayAwait => server.MayAwait;

    internal override string ModuleName => server.ModuleName;

    internal override object? StateForReport => server.StateForReport;

    internal override void Attach(ProcessCore core)
    {
        base.Attach(core);
        server.Attach(core);
    }

    internal override ValueTask OnStart() => server.RunInit(start);

    // Init runs before any message, so these come only after a failed Init, when there is no server to handle them.
    internal override ValueTask OnMessage(object message) => default;

    internal override ValueTask OnServerMessage(ServerMessage message) => default;
}
