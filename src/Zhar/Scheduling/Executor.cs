using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>A thread that runs process code: which process it runs, and whether it is inside user code right now.</summary>
/// <remarks>
/// The two flags make the runtime's fences asymmetric. The thread itself only does plain stores; whoever needs certainty (the monitor that takes the
/// queue of a stuck worker, or that declares a process dead while its code runs) sets <see cref="Retake"/> or the process' exit, issues a
/// process-wide fence, and reads <see cref="InUser"/>. See docs/architecture/scheduler.md.
/// </remarks>
internal class Executor
{
    private const int DefaultBudget = 64;

    [ThreadStatic]
    private static Executor? CurrentOnThread;

    private static readonly ExecutionContext? DefaultContext = CaptureDefault();

    private static readonly CoarseClock Still = new();

    // Of threads that are no workers, and have run a process in place.
    private static readonly List<WeakReference<Executor>> Outsiders = [];

    private ProcessCore? _process;
    private int _inUser;
    private long _startedAt;
    private bool _contextSet;
    private Thread? _thread; // the one that has adopted this

    /// <summary>The executor of this thread, or null on a thread that has never run a process.</summary>
    internal static Executor? Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => CurrentOnThread;
    }

    /// <summary>The node of the process that runs on this thread, or null.</summary>
    internal static Node? CurrentNode => CurrentOnThread?._process?.Node;

    internal ProcessCore? Process => _process;

    internal bool InUser => Volatile.Read(ref _inUser) != 0;

    /// <summary>Set by the monitor, which may have taken this worker's queue: look under the lock.</summary>
    internal int Retake;

    /// <summary>The call that this worker hands over, see <see cref="Worker"/>; null on other threads.</summary>
    internal CallMessage? Handover;

    /// <summary>Whether the caller's turn has ended, and it waits for <see cref="Handover"/> without being suspended.</summary>
    internal bool HoldsCaller;

    internal int Depth { get; private set; }

    internal virtual int Budget => DefaultBudget;

    /// <summary>The time as this thread sees it.</summary>
    internal CoarseClock Clock = Still;

    internal bool IsOverTime => Clock.Now - _startedAt >= 2;

    internal static Executor ForThisThread()
    {
        if (CurrentOnThread is { } known)
            return known;
        var executor = new Executor();
        Adopt(executor);
        lock (Outsiders)
        {
            if (Outsiders.Count == Outsiders.Capacity)
                Outsiders.RemoveAll(static o => !o.TryGetTarget(out _)); // of threads that have ended
            Outsiders.Add(new(executor));
        }

        return executor;
    }

    /// <summary>The thread from outside that is inside of the process' code right now; workers are not looked at.</summary>
    internal static Executor? OutsiderIn(ProcessCore process)
    {
        lock (Outsiders)
        {
            foreach (var outsider in Outsiders)
            {
                if (outsider.TryGetTarget(out var executor) && executor.InUser && ReferenceEquals(executor._process, process))
                    return executor;
            }
        }

        return null;
    }

    internal static void Adopt(Executor executor)
    {
        executor._thread = Thread.CurrentThread;
        CurrentOnThread = executor;
    }

    // Both are the current thread's, which this executor knows: the framework would ask a thread static for it each time.
    private SynchronizationContext? SynchronizationContextHere
    {
        get => ThreadFields.AreKnown ? ThreadFields.SynchronizationContextOf(_thread!) : SynchronizationContext.Current;
        set
        {
            if (ThreadFields.AreKnown)
                ThreadFields.SynchronizationContextOf(_thread!) = value;
            else
                SynchronizationContext.SetSynchronizationContext(value);
        }
    }

    /// <summary>Null stands for the default one.</summary>
    private ExecutionContext? ExecutionContextHere => ThreadFields.AreKnown ? ThreadFields.ExecutionContextOf(_thread!) : ExecutionContext.Capture();

    internal void Begin(ProcessCore process, bool needsContext)
    {
        Volatile.Write(ref _process, process);
        _startedAt = Clock.Now;
        if (needsContext)
        {
            _contextSet = true;
            SynchronizationContextHere = process.Context;
        }
    }

    internal void End()
    {
        _process = null;
        if (_contextSet)
        {
            _contextSet = false;
            SynchronizationContextHere = null;
        }

        RestoreContext();
    }

    /// <summary>Undoes what a handler put into an AsyncLocal: it must not reach the next process on this thread.</summary>
    internal void RestoreContext()
    {
        if (!IsDefault(ExecutionContextHere) && DefaultContext is not null)
            ExecutionContext.Restore(DefaultContext);
    }

    /// <summary>Makes <paramref name="process"/> the current process in the middle of another one's turn.</summary>
    internal Saved Switch(ProcessCore process, bool needsContext = false)
    {
        // Beside a process it is known what is installed; on a thread from outside it is anything.
        var mayHave = _process is null || _contextSet;
        var saved = new Saved(_process, _inUser, mayHave ? SynchronizationContextHere : null, ExecutionContextHere, _contextSet);
        Volatile.Write(ref _inUser, 0);
        Volatile.Write(ref _process, process);
        _contextSet = needsContext;
        if (saved.Context is not null || needsContext)
            SynchronizationContextHere = needsContext ? process.Context : null;

        // The other process must not see the AsyncLocals of this one, nor those of an outside caller.
        if (!IsDefault(saved.Execution) && DefaultContext is not null)
            ExecutionContext.Restore(DefaultContext);
        Depth++;
        return saved;
    }

    internal void SwitchBack(in Saved saved)
    {
        Depth--;
        Volatile.Write(ref _process, saved.Process);
        if (saved.Context is not null || _contextSet)
            SynchronizationContextHere = saved.Context;
        _contextSet = saved.ContextSet;
        var before = saved.Execution ?? DefaultContext;
        if (before is not null && !ReferenceEquals(ExecutionContextHere ?? DefaultContext, before))
            ExecutionContext.Restore(before);
        if (saved.InUser != 0)
            EnterUser();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnterUser() => Volatile.Write(ref _inUser, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void LeaveUser()
    {
        Volatile.Write(ref _inUser, 0);
        if (Volatile.Read(ref Retake) != 0)
            OnRetake();
    }

    /// <summary>Leaves user code for the length of a runtime operation; give the result to <see cref="Return"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Visit()
    {
        var was = _inUser;
        LeaveUser();
        return was;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Return(int was)
    {
        if (was != 0)
            EnterUser();
    }

    private static bool IsDefault(ExecutionContext? context) => context is null || ReferenceEquals(context, DefaultContext);

    private static ExecutionContext? CaptureDefault()
    {
        // On a thread of its own: this one may carry somebody's AsyncLocals.
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context;
    }

    private protected virtual void OnRetake()
    {
    }

    internal readonly record struct Saved(ProcessCore? Process, int InUser, SynchronizationContext? Context, ExecutionContext? Execution, bool ContextSet);
}
