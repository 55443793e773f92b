using Zhar.Nodes;
using Zhar.Runtime;

namespace Zhar;

/// <summary>One monitor: who watches whom. Compare by identity: each call of <see cref="Process.Monitor(Pid)"/> makes a new one.</summary>
public class MonitorRef : ProcessRef
{
    private protected MonitorRef(ProcessCore watcher, PidTarget? target)
    {
        Watcher = watcher;
        Target = target;
    }

    /// <summary>The alias that was made with this monitor by <see cref="Process.MonitorWithAlias"/>, else <c>null</c>.</summary>
    public AliasRef? Alias => (this as Detailed)?.Detail as AliasRef;

    internal ProcessCore Watcher { get; }

    internal PidTarget? Target { get; }

    internal override ReceiveMark? Mark => (this as Detailed)?.MarkOrNull;

    internal ServerName Name => this is Detailed { Detail: ServerName name } ? name : default;

    /// <summary>Replaces <see cref="Down"/> as the message, for the runtime's own watchers.</summary>
    internal Func<MonitorRef, ExitReason, Signal?>? MakeSignal => (this as Detailed)?.Detail as Func<MonitorRef, ExitReason, Signal?>;

    internal Pid Pid => Target is null or RemoteName ? default : new(Target);

    /// <summary>The name of the node that the watched process or name is on.</summary>
    internal string NodeName => (Target?.NodeId ?? Watcher.NodeId).Name;

    /// <summary>A monitor by pid.</summary>
    internal static MonitorRef Of(ProcessCore watcher, PidTarget? target, ReceiveMark? mark = null) =>
        mark is null ? new MonitorRef(watcher, target) : new Detailed(watcher, target, null, mark);

    /// <summary>A monitor by name.</summary>
    internal static MonitorRef Of(ProcessCore watcher, PidTarget? target, ServerName name, ReceiveMark? mark) =>
        name.IsNone ? Of(watcher, target, mark) : new Detailed(watcher, target, name, mark);

    /// <summary>A monitor that comes with an alias.</summary>
    internal static MonitorRef Of(ProcessCore watcher, PidTarget? target, AliasRef alias) => new Detailed(watcher, target, alias, alias.Mark);

    /// <summary>A monitor whose message <paramref name="makeSignal"/> makes.</summary>
    internal static MonitorRef Of(ProcessCore watcher, PidTarget? target, Func<MonitorRef, ExitReason, Signal?> makeSignal) =>
        new Detailed(watcher, target, makeSignal, null);

    /// <summary>Names the watched process.</summary>
    public override string ToString() => $"#Monitor<{(Name.IsNone ? Pid.ToString() : Name.ToString())}>";

    /// <summary>What hardly any monitor has: a name, an alias, or a way to make the message, and a place in a mailbox that was not empty.</summary>
    private sealed class Detailed(ProcessCore watcher, PidTarget? target, object? detail, ReceiveMark? mark) : MonitorRef(watcher, target)
    {
        internal object? Detail => detail;

        internal ReceiveMark? MarkOrNull => mark;
    }
}
