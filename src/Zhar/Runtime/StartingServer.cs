namespace Zhar.Runtime;

/// <summary>
/// Stands in for a server while it starts, and carries what only the start needs: the arguments, and who waits. It steps aside when Init has
/// succeeded, so a running server pays nothing for it.
/// </summary>
internal sealed class StartingServer(GenServer server, ServerStart start, ProcessCore starter) : ProcessBehaviour
{
    private StartResult? _result;

    internal GenServer Server => server;

    internal ProcessCore Starter => starter;

    /// <summary>Set when the starter has to wait: Init may await, or the process runs elsewhere.</summary>
    internal StartWait? Wait { get; set; }

    /// <summary>What the process gave back beside its pid.</summary>
    internal object? Info { get; private set; }

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

    internal void Succeeds(Pid pid, object? info)
    {
        Info = info;
        Wait?.End(new Started(pid, info));
    }

    /// <summary>Remembers why there will be no server; the starter hears it when the process is gone.</summary>
    internal void EndsWith(StartResult result) => _result = result;

    /// <summary>The process is gone.</summary>
    internal void Gone(ExitReason reason) => Wait?.End(_result ?? new StartFailed(reason));
}
