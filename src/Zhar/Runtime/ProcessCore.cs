using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Zhar.Nodes;

namespace Zhar.Runtime;

/// <summary>One process: mailbox, run state, links and exit. 104 bytes while idle. The behaviour is a separate object that dies with the process.</summary>
/// <remarks>
/// <para>Ownership. At most one thread owns a process: the one that moved it out of Idle (in <c>_in</c>) or Suspended (in <c>_run</c>) by a
/// compare-and-swap, until it puts it back. Fields without a comment of their own belong to the owner.</para>
/// <para>The chapters: <c>.Mailbox</c> (send, take, idle), <c>.Run</c> (the loop), <c>.Links</c> (links, monitors, exit signals), <c>.Exit</c> (death).</para>
/// </remarks>
internal sealed partial class ProcessCore : PidTarget
{
    private const byte RunOwned = 0, RunSuspended = 1;

    private static readonly Signal IdleMark = new MarkSignal();
    private static readonly Signal DeadMark = new MarkSignal();

    // Shared: the newest entry of the inbox; null = owned and nothing new; IdleMark = nobody owns the process; DeadMark.
    private Signal? _in;
    private Signal? _chain;
    private ProcessBehaviour? _behaviour;
    private Signal? _current;
    private ExitReason? _exit;          // shared: the first fatal reason wins
    private LinkSet _links;             // guarded by _lock
    private ProcessSynchronizationContext? _context;    // shared; made on first need, with the cold part behind it
    private Lineage _lineage;

    private byte _lock;
    private byte _run;                   // shared
    private byte _wake;                  // shared: a continuation waits in the context
    private int _since;                 // coarse milliseconds at which the current entry was taken, modulo 2^32
    private byte _dying;                 // shared: whoever sets it runs the death

    /// <summary>Which use of its object the call is that is being handled: once answered, the object may carry another caller's request.</summary>
    internal int CurrentVersion;

    private Phase _phase;
    private bool _trapsExits;           // guarded by _lock
    private bool _linkedToStarter;      // guarded by _lock
    private Traits _traits;

    internal ProcessCore(long id, Lineage lineage, ProcessBehaviour behaviour)
        : base(id)
    {
        _lineage = lineage;
        _behaviour = behaviour;
        _traits = behaviour.MayAwait ? Traits.Async : 0;
        behaviour.Attach(this);
    }

    /// <summary>What holds for this process, a bit each: the owner's.</summary>
    [Flags]
    private enum Traits : byte
    {
        /// <summary>Some callback may await.</summary>
        Async = 1,

        /// <summary>A callback has not ended.</summary>
        Pending = 2,

        /// <summary>A callback has asked for something to be done next.</summary>
        Next = 4,

        /// <summary>The context holds a continuation to run first.</summary>
        Direct = 8,

        IdleTimeout = 16,

        SysSuspended = 32,

        /// <summary>Started with a link: an exit of the starter ends this process.</summary>
        Parent = 64,
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
        get => _lineage.Node;
    }

    internal override NodeId NodeId => _lineage.Node.Id;

    internal Pid Pid => new(this);

    internal ProcessCold Cold => _context?.Cold ?? MakeCold();

    internal ProcessCold? ColdOrNull => _context?.Cold;

    internal ReceiveQueue Receive => Context.Receive ??= new ReceiveQueue();

    internal ReceiveQueue? ReceiveOrNull => _context?.Receive;

    internal ProcessBehaviour? Behaviour => _behaviour;

    internal Lineage Lineage => _lineage;

    /// <summary>The lineage of this process' children: one object for all of them.</summary>
    internal Lineage ChildLineage
    {
        get
        {
            var cold = Cold;
            var inherited = Inherited;
            if (cold.ChildLineage is { } known && cold.ChildLineageName == cold.Name && ReferenceEquals(known.Inherited, inherited))
                return known;
            cold.ChildLineageName = cold.Name;
            return cold.ChildLineage = new Lineage(Node, Pid, cold.Name ?? Pid.ToString(), _lineage, inherited);
        }
    }

    /// <summary>What this process inherited, or has set since; its children inherit it. Null when nobody has set anything.</summary>
    internal ImmutableDictionary<object, object?>? Inherited => ColdOrNull?.Inherited ?? _lineage.Inherited;

    /// <summary>The application that this process belongs to.</summary>
    internal string? ApplicationName => Inherited?.GetValueOrDefault(ApplicationMaster.NameKey) as string;

    /// <summary>Where the constructors of servers that this process starts get their services from: its application's, else the node's.</summary>
    internal IServiceProvider Services => Inherited?.GetValueOrDefault(ApplicationMaster.ServicesKey) as IServiceProvider ?? Node.Services;

    /// <summary>On whose behalf this process works, nearest first.</summary>
    internal IReadOnlyList<Pid> Callers => ColdOrNull?.Callers ?? [];

    /// <summary>Ties <paramref name="owned"/> to the life of this process, the current one. Of a dying process it is released at once.</summary>
    internal void AddOwned(IOwned owned)
    {
        if (TryAddOwned(owned))
            return;
        owned.Release(this, ExitReason ?? Zhar.ExitReason.Killed);
        ThrowIfDead();
    }

    /// <summary>As above for a process that need not be the current one. False: it is dying, and nothing is kept.</summary>
    internal bool TryAddOwned(IOwned owned)
    {
        // Against Die, which first sets _dying and then takes the list under this lock: either it is seen here, or what is added is seen there.
        var cold = Cold;
        lock (cold)
        {
            if (IsExiting)
                return false;
            (cold.Owned ??= new(1)).Add(owned);
            return true;
        }
    }

    /// <summary>The first thing of type <typeparamref name="T"/> that the process owns and <paramref name="match"/> accepts. From any thread.</summary>
    internal T? FindOwned<T>(object of, Func<T, object, bool> match)
        where T : class, IOwned
    {
        if (ColdOrNull is not { } cold)
            return null;
        lock (cold)
        {
            if (cold.Owned is { } owned)
            {
                foreach (var item in owned)
                {
                    if (item is T found && match(found, of))
                        return found;
                }
            }
        }

        return null;
    }

    internal void RemoveOwned(IOwned owned)
    {
        if (ColdOrNull is not { } cold)
            return;
        lock (cold)
            cold.Owned?.Remove(owned);
    }

    /// <summary>A call to another node, which that node has to forget when this process dies. For the current process, fenced.</summary>
    internal void AddRemoteCall(OutgoingCall call)
    {
        var cold = Cold;
        lock (cold)
            (cold.RemoteCalls ??= []).Add(call);
    }

    internal void RemoveRemoteCall(OutgoingCall call)
    {
        if (ColdOrNull is not { } cold)
            return;
        lock (cold)
            cold.RemoteCalls?.Remove(call);
    }

    internal bool IsDead => _phase == Phase.Dead;

    /// <summary>A fatal signal has come in, or the process is dead: its code may do nothing more.</summary>
    internal bool IsExiting => Volatile.Read(ref _exit) is not null || Volatile.Read(ref _dying) != 0;

    internal bool IsIdle => ReferenceEquals(Volatile.Read(ref _in), IdleMark);

    internal bool IsSuspendedBySys
    {
        get => Has(Traits.SysSuspended);
        set
        {
            Set(Traits.SysSuspended, value);
            Cold.HeldSearched = false;
        }
    }

    internal bool HasIdleTimeout
    {
        get => Has(Traits.IdleTimeout);
        set => Set(Traits.IdleTimeout, value);
    }

    internal bool IsParent(Pid pid) => Has(Traits.Parent) && _lineage.Parent == pid;

    internal void SetParent() => Set(Traits.Parent, true);

    /// <summary>The call that this process awaits, for the search for deadlocks. Shared.</summary>
    internal CallMessage? WaitingFor => _context is { } context ? Volatile.Read(ref context.WaitingFor) : null;

    /// <summary>Takes back what was published when the wait began, if this call was waited for. For the current process.</summary>
    internal void WaitsNoMoreFor(CallMessage call)
    {
        if (_context is { } context && ReferenceEquals(context.WaitingFor, call))
            context.WaitingFor = null;
    }

    internal bool IsTerminating => _phase == Phase.Terminating;

    internal ExitReason? ExitReason => Volatile.Read(ref _exit) ?? ColdOrNull?.StopReason;

    internal string? RegisteredName => ColdOrNull?.Name;

    /// <summary>The registered name with the pid, or the pid: what reports and errors print.</summary>
    internal string DisplayName => ColdOrNull is { } cold && (cold.Name ?? cold.Label ?? (cold.Via.IsNone ? null : cold.Via.ToString())) is { } name
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

    internal ProcessSynchronizationContext Context => _context ?? MakeContext();

    /// <summary>
    /// Keeps whoever declares this process dead, while its code runs, from taking it apart in the middle of an operation: to be disposed at the end
    /// of the operation. Throws when the process is dead already.
    /// </summary>
    internal OwnerScope Enter()
    {
        var executor = Scheduling.Executor.Current!;
        var was = executor.Visit();
        if (!IsExiting)
            return new OwnerScope(executor, was);
        executor.Return(was);
        ThrowIfDead();
        throw new System.Diagnostics.UnreachableException("A dead process went on. Please report this.");
    }

    internal readonly ref struct OwnerScope(Scheduling.Executor executor, int was)
    {
        public void Dispose() => executor.Return(was);
    }

    /// <summary>Fences a process that is dead while its code still runs: every operation of such code throws.</summary>
    internal void ThrowIfDead()
    {
        if (IsExiting)
            throw new ProcessExitException(ExitReason ?? Zhar.ExitReason.Killed);
    }

    /// <summary>What the process does right now and for how long, for the error of a call that timed out. Looks only: the text is made by who prints it.</summary>
    internal ServerActivity ActivityNow() => new(this, _current, CurrentVersion, (int)Node.CoarseNow - _since, MailboxLengthUpTo(1000), IsSuspendedBySys, IsDead, WaitingFor);

    /// <summary>For how long the current entry has been handled, in milliseconds; 0 while nothing is. Whatever else is queued has waited as long.</summary>
    internal int BusyMilliseconds => _current is null || IsDead ? 0 : Math.Max(0, (int)Node.CoarseNow - _since);

    internal object? CurrentMessage => _current?.Describe;

    internal string Status => _phase switch
    {
        Phase.Dead => "dead",
        Phase.Created => "starting",
        Phase.Starting when _behaviour is StartingServer => "starting",
        Phase.Terminating => "terminating",
        _ => IsIdle ? (ColdOrNull is { IsHibernated: true } ? "hibernating" : "waiting") : Volatile.Read(ref _run) == RunSuspended || WaitingFor is { } call && CallMessage.IsOpenWord(call.Word) ? "suspended" : "running",
    };

    private bool Has(Traits any) => (_traits & any) != 0;

    private void Set(Traits trait, bool on) => _traits = on ? _traits | trait : _traits & ~trait;

    private ProcessCold MakeCold()
    {
        var context = Context;
        var cold = new ProcessCold();
        return Interlocked.CompareExchange(ref context.Cold, cold, null) ?? cold;
    }

    private ProcessSynchronizationContext MakeContext()
    {
        var context = new ProcessSynchronizationContext(this);
        return Interlocked.CompareExchange(ref _context, context, null) ?? context;
    }

    /// <summary>Guards links, monitors and the trap flag. Held for a few instructions and never in user code.</summary>
    private void Lock()
    {
        if (Interlocked.CompareExchange(ref _lock, (byte)1, (byte)0) == 0)
            return;
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce(sleep1Threshold: -1); // a sleep of the worker would hold up all that is ready on it
        }
        while (Volatile.Read(ref _lock) != 0 || Interlocked.CompareExchange(ref _lock, (byte)1, (byte)0) != 0);
    }

    private void Unlock() => Volatile.Write(ref _lock, (byte)0);

    private sealed class MarkSignal : Signal
    {
        internal override ValueTask Deliver(ProcessBehaviour behaviour) => default;
    }
}
