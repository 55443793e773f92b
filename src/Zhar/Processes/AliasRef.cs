using Zhar.Runtime;

namespace Zhar;

/// <summary>A temporary address of a process that can be switched off. Source: OTP erlang:alias/1.</summary>
public sealed class AliasRef
{
    private readonly Address _address;

    internal AliasRef(ProcessCore owner, AliasMode mode)
    {
        Owner = owner;
        Mode = mode;
        _address = new Address(this, owner.NodeId, owner.Node.Processes.NextId());
        owner.Node.Aliases.Add(_address);
    }

    /// <summary>The alias as an address to send to.</summary>
    public Pid Pid => new(_address);

    internal ProcessCore Owner { get; }

    internal AliasMode Mode { get; }

    private int _active = 1;

    internal bool Deactivate()
    {
        Owner.Node.Aliases.Remove(_address);
        return Interlocked.Exchange(ref _active, 0) != 0;
    }

    internal sealed class Address(AliasRef alias, NodeId node, long id) : PidTarget(node, id)
    {
        // Checked when the message arrives: one that was sent before the alias was switched off is dropped too.
        internal void Push(Signal signal)
        {
            if (alias.Mode == AliasMode.Reply ? alias.Deactivate() : Volatile.Read(ref alias._active) != 0)
                alias.Owner.Push(signal);
        }
    }
}

/// <summary>When an alias ends by itself.</summary>
public enum AliasMode
{
    /// <summary>Only by <see cref="Process.Unalias"/>, or with the process.</summary>
    Explicit,

    /// <summary>With the first message through it.</summary>
    Reply,
}
