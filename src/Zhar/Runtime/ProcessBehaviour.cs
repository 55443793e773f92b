using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>What a process does with its messages: a server's loop, or the body of a raw process. Base of <see cref="GenServer"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProcessBehaviour
{
    private protected ProcessBehaviour()
    {
    }

    internal ProcessCore Core { get; private set; } = null!; // set by Attach, before any callback runs

    /// <summary>Whether some callback may await; only then a synchronization context is installed around the callbacks.</summary>
    internal abstract bool MayAwait { get; }

    internal virtual void Attach(ProcessCore core) => Core = core;

    /// <summary>Runs the start callback. When it has ended the process either has acknowledged its start or has set its exit.</summary>
    internal abstract ValueTask OnStart();

    /// <summary>Handles a plain message.</summary>
    internal abstract ValueTask OnMessage(object message);

    /// <summary>Handles a generated call or cast.</summary>
    internal abstract ValueTask OnServerMessage(ServerMessage message);

    /// <summary>Called after each handled entry. Returns a task when something else has to run before the next entry.</summary>
    internal virtual ValueTask AfterSignal(Signal signal) => default;

    /// <summary>Handles the death of the parent of a process that traps exits. True: the process ends with that reason.</summary>
    internal virtual bool EndsWithParent => true;

    /// <summary>The last callback. Runs when the process ends by a callback's result or fault, or on the parent's exit while trapping.</summary>
    internal virtual ValueTask OnTerminate(ExitReason reason) => default;

    /// <summary>Whether the last callback has to run at all.</summary>
    internal virtual bool HasTerminate => false;

    /// <summary>What reports print as the state; redacted by <c>FormatStatus</c>.</summary>
    internal virtual object? StateForReport => null;

    /// <summary>What reports call the module: the behaviour's type name.</summary>
    internal virtual string ModuleName => GetType().FullName ?? GetType().Name;
}
