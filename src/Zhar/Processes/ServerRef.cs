using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>The address of a server: a pid, or a name that is looked up at each use.</summary>
/// <remarks>Generated clients (<c>Counter.Ref</c>) wrap one. Made from a <see cref="Zhar.Pid"/> or a <see cref="ServerName"/> by conversion.</remarks>
public readonly struct ServerRef : IEquatable<ServerRef>
{
    private readonly object? _address; // PidTarget | string | ViaName | RemoteName
    private readonly Node? _home;      // the node whose names are meant when the caller is no process

    internal ServerRef(object? address, Node? home)
    {
        _address = address;
        _home = home;
    }

    /// <summary>Addresses a process by its pid.</summary>
    public ServerRef(Pid pid)
        : this(pid.Target, null)
    {
    }

    /// <summary>Addresses a process by its name on the current process' node.</summary>
    public ServerRef(ServerName name)
        : this(AddressOf(name), null)
    {
    }

    /// <summary>Addresses a name on <paramref name="node"/>, from inside or outside a process of that node.</summary>
    public ServerRef(ServerName name, Node node)
        : this(AddressOf(name), node)
    {
    }

    /// <summary>Addresses a local name on another node of the cluster. Source: OTP <c>{Name, Node}</c>.</summary>
    public static ServerRef On(string node, string name) => new(new RemoteName(node, name), null);

    internal object? Address => _address;

    internal static ServerRef FromAddress(object? address) => new(address, null);

    /// <summary>The pid, when the address is one; else the default value.</summary>
    public Pid Pid => _address is PidTarget t ? new(t) : default;

    /// <summary>The name, when the address is one; else the default value.</summary>
    public ServerName Name => _address switch
    {
        string s => ServerName.Of(s),
        ViaName v => ServerName.Via(v.Registry, v.Key),
        _ => default,
    };

    /// <summary>The same address seen from <paramref name="node"/>, for use outside a process.</summary>
    public ServerRef From(Node node) => new(_address, node);

    /// <summary>Addresses a pid.</summary>
    public static implicit operator ServerRef(Pid pid) => new(pid);

    /// <summary>Addresses a name.</summary>
    public static implicit operator ServerRef(ServerName name) => new(name);

    /// <summary>Addresses a local name.</summary>
    public static implicit operator ServerRef(string name) => new(ServerName.Of(name));

    /// <summary>Who is behind the address now; the default value when nobody is. Source: OTP GenServer.whereis/1.</summary>
    /// <remarks>A name on another node is looked up there with each message, so who has it is not known here: the default value.</remarks>
    public Pid WhereIs() => Resolve(out _) is { } target and not Nodes.RemoteName ? new(target) : default;

    /// <summary>The name, also when it is one on another node.</summary>
    internal ServerName NameAnywhere => _address is RemoteName remote ? ServerName.Of(remote.Name) : Name;

    /// <inheritdoc/>
    public bool Equals(ServerRef other) => _address is PidTarget a && other._address is PidTarget b
        ? new Pid(a) == new Pid(b)
        : Equals(_address, other._address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ServerRef other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _address is PidTarget t ? new Pid(t).GetHashCode() : _address?.GetHashCode() ?? 0;

    /// <summary>Whether both are the same address.</summary>
    public static bool operator ==(ServerRef left, ServerRef right) => left.Equals(right);

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(ServerRef left, ServerRef right) => !left.Equals(right);

    /// <summary>The pid or the name.</summary>
    public override string ToString() => _address switch
    {
        null => "(no address)",
        ProcessCore core => core.DisplayName,
        PidTarget t => new Pid(t).ToString(),
        _ => $"'{_address}'",
    };

    /// <summary>Finds the target. <paramref name="node"/> is the node that the operation happens on.</summary>
    /// <returns>A local core, a remote address, or <c>null</c> when the name is unknown.</returns>
    internal PidTarget? Resolve(out Node node) => Resolve(Executor.Current, out node);

    /// <summary>As above, for who knows the executor of this thread already.</summary>
    internal PidTarget? Resolve(Executor? executor, out Node node)
    {
        var current = executor?.Process?.Node;
        if (_address is ProcessCore core)
        {
            // The usual case first: a test for a sealed class is one comparison.
            node = current ?? _home ?? core.Node;
            return core;
        }

        switch (_address)
        {
            case PidTarget target:
                node = current ?? _home ?? target.NodeId.Local ?? throw new NotInProcessException("ServerRef");
                return target;
            case string name:
                node = current ?? _home ?? throw new NotInProcessException($"ServerRef '{name}'");
                return node.Names.Find(name);
            case ViaName via:
                node = current ?? _home ?? via.Registry.WhereisName(via.Key).Target?.NodeId.Local ?? throw new NotInProcessException("ServerRef");
                return (via.Registry is INodeNameRegistry names ? names.WhereisName(node, via.Key) : via.Registry.WhereisName(via.Key)).Target;
            case RemoteName remote:
                node = current ?? _home ?? throw new NotInProcessException("ServerRef");
                return remote.Node == node.Name ? node.Names.Find(remote.Name) : NodeLinks.NameTarget(remote.Node, remote.Name);
            default:
                throw new InvalidOperationException(
                    "This server reference is the default value and names no process. Take it from StartLink, from a ServerName, or inject it.");
        }
    }

    internal void SendSignal(Signal signal)
    {
        if (Resolve(out var node) is { } target)
            node.Send(target, signal);
    }

    private static object? AddressOf(ServerName name) => name.Registry is { } registry ? new ViaName(registry, name.Key!) : name.Local;

    private sealed record ViaName(INameRegistry Registry, object Key)
    {
        public override string ToString() => $"via {Registry.GetType().Name}: {Key}";
    }

    private sealed record RemoteName(string Node, string Name)
    {
        public override string ToString() => $"{Name}@{Node}";
    }
}
