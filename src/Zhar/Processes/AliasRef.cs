using Zhar.Runtime;

namespace Zhar;

/// <summary>A temporary address of a process that can be switched off. Source: OTP erlang:alias/1.</summary>
public sealed class AliasRef : ProcessRef
{
    private readonly Address _address;

    internal AliasRef(ProcessCore owner, AliasMode mode)
    {
        Mark = owner.MarkMailbox();
        Owner = owner;
        Mode = mode;
        _address = new Address(this, owner.NodeId, owner.Node.Processes.NextId());
        owner.Node.Aliases.Add(_address);
    }

    /// <summary>The alias as an address to send to.</summary>
    public Pid Pid => new(_address);

    internal override ReceiveMark? Mark { get; }

    internal ProcessCore Owner { get; }

    internal AliasMode Mode { get; }

    /// <summary>Whether messages come through. Guarded by the owner's lock.</summary>
    internal bool IsActive { get; set; } = true;

    /// <summary>The monitor that was made with the alias, if any.</summary>
    internal MonitorRef? Monitor { get; set; }

    /// <summary>Switches the alias off; the owner's lock is held.</summary>
    internal void Close()
    {
        IsActive = false;
        Owner.Node.Aliases.Remove(_address);
    }

    internal sealed class Address(AliasRef alias, NodeId node, long id) : PidTarget(id)
    {
        internal override NodeId NodeId => node;

        // Checked when the message arrives: one that was sent before the alias was switched off is dropped too.
        internal void Push(Signal signal) => alias.Owner.PushThrough(alias, signal);
    }
}

/// <summary>When an alias ends by itself.</summary>
public enum AliasMode
{
    /// <summary>Only by <see cref="Process.Unalias"/>, or with the process.</summary>
    Explicit,

    /// <summary>With the first message through it.</summary>
    Reply,

    /// <summary>With the monitor that it was made with: when that is taken off, or fires. See <see cref="Process.MonitorWithAlias"/>.</summary>
    Demonitor,

    /// <summary>With that monitor, or with the first message through it, which also takes the monitor off.</summary>
    ReplyDemonitor,
}
