using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>Base of the generated message types: the queue entry and the arguments of one handler in one object.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServerMessage : Signal
{
    private protected ServerMessage()
    {
    }

    /// <summary>The handler's name and its arguments, as reports show them: <c>Increment(2)</c>.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Calls the handler. The task is complete, or completes when the handler has finished.</summary>
    protected abstract ValueTask Invoke(GenServer server);

    internal override ValueTask Deliver(ProcessBehaviour behaviour) => behaviour.OnServerMessage(this);

    internal ValueTask InvokeOn(GenServer server) => Invoke(server);
}

/// <summary>Base of the generated types for <c>[Cast]</c> handlers. One object per cast, never used twice.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CastMessage : ServerMessage
{
    /// <summary>Sends this cast to <paramref name="server"/>. Never fails: without such a process it is dropped.</summary>
    public void Cast(in ServerRef server) => server.SendSignal(this);
}
