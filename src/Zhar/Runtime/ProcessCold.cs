using Zhar.Nodes;

namespace Zhar.Runtime;

/// <summary>What few processes need, made on first need so that an idle process stays small.</summary>
internal sealed class ProcessCold
{
    internal string? Name;
    internal ServerName Via;
    internal string? Label;
    internal Lineage? ChildLineage;

    /// <summary>The name of the process when <see cref="ChildLineage"/> was made.</summary>
    internal string? ChildLineageName;
    internal Dictionary<object, object?>? Dictionary;
    internal CancellationTokenSource? Token;
    internal List<IOwned>? Owned;
    internal HashSet<OutgoingCall>? RemoteCalls; // like the owned, under the lock of this object
    internal HashSet<TimerEntry>? Timers;
    internal List<(CallMessage Call, int Version)>? Deferred;
    internal IAsyncDisposable? Scope;
    internal Pid[]? Callers;
    internal Next Next;
    internal Action? AfterStop;
    internal ExitReason? StopReason;
    internal ExitReason? PendingExit;   // Process.Exit was called in a callback, which has not ended yet
    internal Signal? Crashed;           // the entry whose handler threw
    internal int CrashedVersion;
    internal object? Server;            // extras of the behaviour: idle timeout, sys
    internal HashSet<AliasRef>? Aliases;
    internal HashSet<DelayOperation>? Delays;
    internal TimerEntry? IdleEntry;
    internal int IdleMilliseconds;
    internal bool HasIdleMilliseconds;
    internal bool IsHibernated;
    internal bool HadMessage;           // since the hibernate timer was armed
    internal long NextUnhandledReport;  // on the node's clock
    internal int UnhandledSince;
    internal System.Collections.Immutable.ImmutableDictionary<object, object?>? Inherited; // set by the process itself; what its starter handed down is in its lineage
    internal TimeSpan? HibernateAfter;
    internal CallMessage? AnsweredCall; // answered by AfterStop, not failed with the process
    internal int Restarts;
    internal long Handled;              // messages since this object was made; others see a moment's figure
    internal bool HeldSearched;         // while suspended: what was here before has been looked through
    internal bool LetsStartedGo;        // the links with servers that it starts end with their Init
    internal bool Silent;               // ends without a crash report, whatever the reason

    /// <summary>The process is dead. What is left is for reports: names and the number of restarts.</summary>
    internal void Forget()
    {
        Via = default;
        ChildLineage = null;
        Token = null;
        Scope = null;
        AfterStop = null;
        StopReason = null;
        Crashed = null;
        Aliases = null;
        IdleEntry = null;
        Inherited = null;
        AnsweredCall = null;
    }

    internal IEnumerable<DelayOperation> TakeDelays()
    {
        var delays = Delays;
        Delays = null;
        return delays ?? [];
    }

    internal void AddTimer(TimerEntry entry) => (Timers ??= []).Add(entry);
}
