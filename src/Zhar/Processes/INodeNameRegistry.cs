namespace Zhar;

/// <summary>A registry of names that each node has for itself, and that forgets the names of a process as part of its death.</summary>
internal interface INodeNameRegistry : INameRegistry
{
    /// <summary>Who has the key on <paramref name="node"/>; the default value when nobody has.</summary>
    Pid WhereisName(Node node, object key);
}
