namespace Zhar;

/// <summary>A node's name and creation. One object per incarnation in this OS process, so that "is it mine?" is one comparison.</summary>
internal sealed class NodeId(string name, long creation)
{
    internal string Name { get; } = name;

    internal long Creation { get; } = creation;

    /// <summary>The running node behind it, when it lives in this OS process.</summary>
    internal Node? Local { get; set; }

    public override string ToString() => $"{Name}#{Creation}";
}
