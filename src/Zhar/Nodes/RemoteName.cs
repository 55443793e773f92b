using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>The address of a name on another node. It is looked up there, when the signal arrives.</summary>
internal sealed class RemoteName(string node, string name) : PidTarget(0)
{
    internal override NodeId NodeId { get; } = new(node, 0);

    internal string Name { get; } = name;

    public override string ToString() => $"{Name}@{NodeId.Name}";
}
