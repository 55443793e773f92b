using Zhar.Nodes;
using Zhar.Runtime;

namespace Zhar;

/// <summary>One monitor: who watches whom. Compare by identity: each call of <see cref="Process.Monitor(Pid)"/> makes a new one.</summary>
public sealed class MonitorRef : ProcessRef
{
    private readonly object? _detail; // a name, an alias, or a way to make the message: hardly any monitor has one of them, and none has two

    internal MonitorRef(ProcessCore watcher, PidTarget? target, ServerName name)
    {
        Watcher = watcher;
        Target = target;
        if (!name.IsNone)
            _detail = name;
    }

    internal ProcessCore Watcher { get; }

    internal PidTarget? Target { get; }

    internal ServerName Name => _detail is ServerName name ? name : default;

    /// <summary>Replaces <see cref="Down"/> as the message, for the runtime's own watchers.</summary>
    internal Func<MonitorRef, ExitReason, Signal?>? MakeSignal
    {
        get => _detail as Func<MonitorRef, ExitReason, Signal?>;
        init => _detail = value;
    }

    /// <summary>The alias that was made with this monitor by <see cref="Process.MonitorWithAlias"/>, else <c>null</c>.</summary>
    public AliasRef? Alias
    {
        get => _detail as AliasRef;
        internal init => _detail = value;
    }

    internal Pid Pid => Target is null or RemoteName ? default : new(Target);

    /// <summary>The name of the node that the watched process or name is on.</summary>
    internal string NodeName => (Target?.NodeId ?? Watcher.NodeId).Name;

    /// <summary>Names the watched process.</summary>
    public override string ToString() => $"#Monitor<{(Name.IsNone ? Pid.ToString() : Name.ToString())}>";
}
