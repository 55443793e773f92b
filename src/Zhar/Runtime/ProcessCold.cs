namespace Zhar.Runtime;

/// <summary>What few processes need, made on first need so that an idle process stays small.</summary>
internal sealed class ProcessCold
{
    internal ProcessSynchronizationContext? Context;
    internal string? Name;
    internal ServerName Via;
    internal string? Label;
    internal Lineage? ChildLineage;
    internal Dictionary<object, object?>? Dictionary;
    internal CancellationTokenSource? Token;
    internal List<IOwned>? Owned;
    internal HashSet<TimerEntry>? Timers;
    internal List<(CallMessage Call, int Version)>? Deferred;
    internal ReceiveQueue? Receive;
    internal IAsyncDisposable? Scope;
    internal Pid[]? Callers;
    internal object? Trace;             // the ActivityContext of the starter, boxed, when it was traced
    internal int UnhandledAt;           // when the last warning about an unhandled message was written
    internal int UnhandledSkipped;      // how many came since
    internal ProcessScope? Inherited;   // set by the process itself; else its lineage has the inherited one
    internal Next Next;
    internal Action? AfterStop;
    internal ExitReason? StopReason;
    internal Signal? Crashed;           // the entry whose handler threw
    internal object? Server;            // extras of the behaviour: idle timeout, sys
    internal HashSet<AliasRef>? Aliases;
    internal HashSet<DelayOperation>? Delays;
    internal TimerEntry? IdleEntry;
    internal int IdleMilliseconds;
    internal TimeSpan? HibernateAfter;
    internal CallMessage? AnsweredCall; // answered by AfterStop, not failed with the process
    internal int Restarts;
    internal bool Silent;               // ends without a crash report, whatever the reason

    internal void AddTimer(TimerEntry entry) => (Timers ??= []).Add(entry);
}
