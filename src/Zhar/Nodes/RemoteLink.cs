using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>Our half of a link between a local process and one on another node.</summary>
internal sealed class RemoteLink(ProcessCore local, RemotePid remote)
{
    internal ProcessCore Local { get; } = local;

    /// <summary>The entry in the local process' links, and the pid that its exit messages show.</summary>
    internal RemotePid Remote { get; } = remote;

    /// <summary>Not 0: the local process has unlinked, and the peer has not answered yet.</summary>
    internal long UnlinkId { get; set; }

    internal bool IsActive => UnlinkId == 0;
}
