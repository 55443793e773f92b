using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>What a client has of a template: a hash of each hole's text, or the state of the tree in it. Texts are not kept.</summary>
internal sealed class NodeState(HtmlTemplate template)
{
    internal HtmlTemplate Template => template;

    internal ulong[] Hashes { get; } = template.Holes.Length == 0 ? [] : new ulong[template.Holes.Length];

    /// <summary>A <see cref="NodeState"/>, <see cref="ListState"/>, <see cref="MemoState"/> or <see cref="ComponentSlot"/> for a hole that is no text; made with the first one.</summary>
    internal object?[]? Children { get; set; }
}

/// <summary>What a client has of a memo, and what that depended on.</summary>
internal sealed class MemoState
{
    internal object? Dependencies { get; set; }

    internal ulong Hash;

    internal object? Child { get; set; }
}

/// <summary>Stands for a hole with a component; its hash is the component's cid.</summary>
internal sealed class ComponentSlot
{
    internal static readonly ComponentSlot Instance = new();
}
