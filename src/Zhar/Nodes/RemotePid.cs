using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>The address of a process, or of an alias, on another node.</summary>
/// <remarks>
/// Also stands for a process of this node that came back in a payload and is dead by now. A pid of a node that runs in the same OS process points
/// at that node's core; the node's own processes turn it into one of these before they use it, so that nothing ever reaches around the connection.
/// </remarks>
internal sealed class RemotePid(NodeId nodeId, long id, bool isAlias = false) : PidTarget(id)
{
    internal override NodeId NodeId => nodeId;

    internal bool IsAlias { get; } = isAlias;
}
