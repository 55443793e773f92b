using System.Diagnostics.CodeAnalysis;
using Zhar.Nodes;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The identity of one process, on this node or another: node name, creation (incarnation of the node) and number.</summary>
/// <remarks>
/// A value that never comes to mean another process: a restarted server has a new pid, and a pid of a node that was restarted stays dead.
/// Printed as <c>#Pid&lt;node.number&gt;</c>. Source: OTP, data type pid.
/// </remarks>
public readonly struct Pid : IEquatable<Pid>
{
    internal readonly PidTarget? Target;

    internal Pid(PidTarget target) => Target = target;

    /// <summary>Whether this is the default value, which names no process.</summary>
    [MemberNotNullWhen(false, nameof(Target))]
    public bool IsNone => Target is null;

    /// <summary>The name of the process' node.</summary>
    public string Node => Target?.NodeId.Name ?? "";

    /// <summary>Which incarnation of that node.</summary>
    public long Creation => Target?.NodeId.Creation ?? 0;

    /// <summary>The number of the process on its node, never used twice by one incarnation.</summary>
    public long Number => Target?.Id ?? 0;

    /// <summary>Sends <paramref name="message"/> to the process. Never fails: a message to a dead process is dropped.</summary>
    /// <remarks>Safe from any thread. Messages from one sender arrive in order. Source: OTP erlang:send/2.</remarks>
    public void Send(object message) => Process.Send(this, message);

    /// <inheritdoc/>
    public bool Equals(Pid other) =>
        ReferenceEquals(Target, other.Target) ||
        (Target is not null && other.Target is not null && Target.Id == other.Target.Id && Target.NodeId == other.Target.NodeId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Pid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Target is null ? 0 : HashCode.Combine(Target.Id, Target.NodeId.Creation);

    /// <summary>Whether both name the same process.</summary>
    public static bool operator ==(Pid left, Pid right) => left.Equals(right);

    /// <summary>Whether they name different processes.</summary>
    public static bool operator !=(Pid left, Pid right) => !left.Equals(right);

    /// <summary><c>#Pid&lt;node.number&gt;</c>.</summary>
    public override string ToString() => Target is null ? "#Pid<none>" : Target is RemoteName name ? name.ToString() : $"#Pid<{Target.NodeId.Name}.{Target.Id}>";
}
