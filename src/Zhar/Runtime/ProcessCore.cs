using System.Runtime.CompilerServices;

namespace Zhar.Runtime;

/// <summary>One process: mailbox, run state, links and exit. 128 bytes while idle. The behaviour is a separate object that dies with the process.</summary>
/// <remarks>
/// <para>Ownership. At most one thread owns a process: the one that moved it out of Idle (in <c>_in</c>) or Suspended (in <c>_run</c>) by a
/// compare-and-swap, until it puts it back. Fields without a comment of their own belong to the owner.</para>
/// <para>The chapters: <c>.Mailbox</c> (send, take, idle), <c>.Run</c> (the loop), <c>.Links</c> (links, monitors, exit signals), <c>.Exit</c> (death).</para>
/// </remarks>
internal sealed partial class ProcessCore : PidTarget
{
    private const int RunOwned = 0, RunSuspended = 1;

    private static readonly Signal IdleMark = new MarkSignal();
    private static readonly Signal DeadMark = new MarkSignal();

    // Shared: the newest entry of the inbox; null = owned and nothing new; IdleMark = nobody owns the process; DeadMark.
    private Signal? _in;
    private Signal? _chain;
    private ProcessBehaviour? _behaviour;
    private Signal? _current;
    private ExitReason? _exit;          // shared: the first fatal reason wins
    private LinkSet _links;             // guarded by _lock
    private ProcessCold? _cold;
    private Lineage _lineage;

    /// <summary>The call that this process awaits, for the search for deadlocks. Shared.</summary>
    internal CallMessage? WaitingFor;

    private int _lock;
    private int _run;                   // shared
    private int _wake;                  // shared: a continuation waits in the context
    private int _since;                 // coarse milliseconds at which the current entry was taken
    private int _dying;                 // shared: whoever sets it runs the death
    private Phase _phase;
    private bool _trapsExits;           // guarded by _lock
    private bool _isAsync;
    private bool _pending;              // a callback has not ended
    private bool _hasNext;
    private bool _direct;               // the context holds a continuation to run first
    private bool _hasIdleTimeout;
    private bool _sysSuspended;
    private bool _hasParent;            // started with a link: an exit of the starter ends this process

    internal ProcessCore(Node node, long id, Lineage lineage, ProcessBehaviour behaviour)
        : base(node.Id, id)
    {
        _lineage = lineage;
        _behaviour = behaviour;
        _isAsync = behaviour.MayAwait;
        behaviour.Attach(this);
    }

    private enum Phase : byte
    {
        Created,
        Starting,
        Running,
        Terminating,
        Dead,
    }

    internal Node Node
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => NodeId.Local!;
    }

    internal Pid Pid => new(this);

    internal ProcessCold Cold => _cold ?? MakeCold();

    internal ProcessCold? ColdOrNull => _cold;

    internal ProcessBehaviour? Behaviour => _behaviour;

    internal Lineage Lineage => _lineage;

    /// <summary>The lineage of this process' children: one object for all of them.</summary>
    internal Lineage ChildLineage
    {
        get
        {
            var cold = Cold;
            var name = cold.Name ?? Pid.ToString();
            var scope = ScopeOrNull;
            return cold.ChildLineage is { } known && known.ParentName == name && ReferenceEquals(known.Scope, scope)
                ? known
                : cold.ChildLineage = new Lineage(Pid, name, _lineage, scope);
        }
    }

    /// <summary>What this process inherited or has set since; its children inherit it. Null when nobody has set anything.</summary>
    internal ProcessScope? ScopeOrNull => _cold?.Inherited ?? _lineage.Scope;

    /// <summary>Where the constructors of servers that this process starts get their services from.</summary>
    internal IServiceProvider Services => ScopeOrNull?.Services ?? Node.Services;

    internal void AddOwned(IOwned owned)
    {
        var cold = Cold;
        lock (cold)
            (cold.Owned ??= []).Add(owned);
    }

    internal void RemoveOwned(IOwned owned)
    {
        if (_cold is not { } cold)
            return;
        lock (cold)
            cold.Owned?.Remove(owned);
    }

    internal bool IsDead => _phase == Phase.Dead;

    /// <summary>A fatal signal has come in, or the process is dead: its code may do nothing more.</summary>
    internal bool IsExiting => Volatile.Read(ref _exit) is not null || Volatile.Read(ref _dying) != 0;

    internal bool IsIdle => ReferenceEquals(Volatile.Read(ref _in), IdleMark);

    internal bool IsSuspendedBySys
    {
        get => _sysSuspended;
        set => _sysSuspended = value;
    }

    internal bool HasIdleTimeout
    {
        get => _hasIdleTimeout;
        set => _hasIdleTimeout = value;
    }

    internal bool IsParent(Pid pid) => _hasParent && _lineage.Parent == pid;

    internal void SetParent() => _hasParent = true;

    internal bool IsTerminating => _phase == Phase.Terminating;

    internal ExitReason? ExitReason => Volatile.Read(ref _exit) ?? _cold?.StopReason;

    internal string? RegisteredName => _cold?.Name;

    /// <summary>The registered name with the pid, or the pid: what reports and errors print.</summary>
    internal string DisplayName => _cold is { } cold && (cold.Name ?? cold.Label ?? (cold.Via.IsNone ? null : cold.Via.ToString())) is { } name
        ? $"'{name}' {Pid}"
        : Pid.ToString();

    internal CancellationToken Token
    {
        get
        {
            var source = Cold.Token;
            if (source is null)
            {
                source = new CancellationTokenSource();
                source = Interlocked.CompareExchange(ref Cold.Token, source, null) ?? source;
                if (IsExiting)
                    source.Cancel();
            }

            return source.Token;
        }
    }

    internal ProcessSynchronizationContext Context
    {
        get
        {
            var cold = Cold;
            return cold.Context ?? Interlocked.CompareExchange(ref cold.Context, new ProcessSynchronizationContext(this), null) ?? cold.Context;
        }
    }

    /// <summary>Fences a process that is dead while its code still runs: every operation of such code throws.</summary>
    internal void ThrowIfDead()
    {
        if (IsExiting)
            throw new ProcessExitException(ExitReason ?? Zhar.ExitReason.Killed);
    }

    /// <summary>What the process does right now and for how long, for the error of a call that timed out.</summary>
    internal string DescribeActivity()
    {
        if (IsDead)
            return "The server is dead.";
        var current = _current;
        if (current is null)
            return $"The server is waiting for messages, {MailboxLength} queued{(_sysSuspended ? ", and suspended" : "")}.";
        var name = current.Describe is { } d ? d.ToString() : "?";
        var busy = Node.CoarseNow - _since;
        return WaitingFor is { Target: { } target } waiting
            ? $"The server has been in {name} for {busy} ms, waiting for {waiting} from {new Pid(target)}."
            : $"The server has been in {name} for {busy} ms, {MailboxLength} more queued.";
    }

    /// <summary>For how long the current entry has been handled, in milliseconds; 0 while nothing is. Whatever else is queued has waited as long.</summary>
    internal int BusyMilliseconds => _current is null || IsDead ? 0 : Math.Max(0, Node.CoarseNow - _since);

    internal object? CurrentMessage => _current?.Describe;

    internal string Status => _phase switch
    {
        Phase.Dead => "dead",
        Phase.Created => "starting",
        Phase.Starting when _behaviour is StartingServer => "starting",
        Phase.Terminating => "terminating",
        _ => IsIdle ? "waiting" : Volatile.Read(ref _run) == RunSuspended ? "suspended" : "running",
    };

    private ProcessCold MakeCold()
    {
        var cold = new ProcessCold();
        return Interlocked.CompareExchange(ref _cold, cold, null) ?? cold;
    }

    /// <summary>Guards links, monitors and the trap flag. Held for a few instructions and never in user code.</summary>
    private void Lock()
    {
        if (Interlocked.CompareExchange(ref _lock, 1, 0) == 0)
            return;
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref _lock) != 0 || Interlocked.CompareExchange(ref _lock, 1, 0) != 0);
    }

    private void Unlock() => Volatile.Write(ref _lock, 0);

    private sealed class MarkSignal : Signal
    {
        internal override ValueTask Deliver(ProcessBehaviour behaviour) => default;
    }
}
