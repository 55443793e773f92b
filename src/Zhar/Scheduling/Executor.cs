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

    private ProcessCore? _process;
    private int _inUser;
    private long _startedAt;
    private bool _contextSet;

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

    internal int Depth { get; private set; }

    internal virtual int Budget => DefaultBudget;

    /// <summary>The time as this thread sees it.</summary>
    internal CoarseClock Clock = Still;

    internal bool IsOverTime => Clock.Now - _startedAt >= 2;

    internal static Executor ForThisThread() => CurrentOnThread ??= new Executor();

    internal static void Adopt(Executor executor) => CurrentOnThread = executor;

    internal void Begin(ProcessCore process, bool needsContext)
    {
        Volatile.Write(ref _process, process);
        _startedAt = Clock.Now;
        if (needsContext)
        {
            _contextSet = true;
            SynchronizationContext.SetSynchronizationContext(process.Context);
        }
    }

    internal void End()
    {
        _process = null;
        if (_contextSet)
        {
            _contextSet = false;
            SynchronizationContext.SetSynchronizationContext(null);
        }

        RestoreContext();
    }

    /// <summary>Undoes what a handler put into an AsyncLocal: it must not reach the next process on this thread.</summary>
    internal void RestoreContext()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), DefaultContext) && DefaultContext is not null)
            ExecutionContext.Restore(DefaultContext);
    }

    /// <summary>Makes <paramref name="process"/> the current process in the middle of another one's turn.</summary>
    internal Saved Switch(ProcessCore process, bool needsContext = false)
    {
        // Beside a process it is known what is installed; on a thread from outside it is anything.
        var mayHave = _process is null || _contextSet;
        var saved = new Saved(_process, _inUser, mayHave ? SynchronizationContext.Current : null, ExecutionContext.Capture(), _contextSet);
        Volatile.Write(ref _inUser, 0);
        Volatile.Write(ref _process, process);
        _contextSet = needsContext;
        if (saved.Context is not null || needsContext)
            SynchronizationContext.SetSynchronizationContext(needsContext ? process.Context : null);

        // The other process must not see the AsyncLocals of this one, nor those of an outside caller.
        if (saved.Execution is not null && DefaultContext is not null && !ReferenceEquals(saved.Execution, DefaultContext))
            ExecutionContext.Restore(DefaultContext);
        Depth++;
        return saved;
    }

    internal void SwitchBack(in Saved saved)
    {
        Depth--;
        Volatile.Write(ref _process, saved.Process);
        if (saved.Context is not null || _contextSet)
            SynchronizationContext.SetSynchronizationContext(saved.Context);
        _contextSet = saved.ContextSet;
        if (saved.Execution is not null && !ReferenceEquals(ExecutionContext.Capture(), saved.Execution))
            ExecutionContext.Restore(saved.Execution);
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
