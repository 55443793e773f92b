using System.Diagnostics.CodeAnalysis;
using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>The place of a stateful component in a tree. In a page without a connection it writes the component's markup.</summary>
internal abstract class ComponentNode : HtmlNode;

/// <summary>Whose trees may have components: the first one that is met opens the source.</summary>
internal interface IComponentOwner
{
    /// <summary>The components, or <c>null</c> while there never was one.</summary>
    ComponentSource? Source { get; }

    ComponentSource OpenSource();
}

/// <summary>The components of one view, as a diff meets them.</summary>
internal abstract class ComponentSource
{
    /// <summary>Whether a component waits to be rendered.</summary>
    internal abstract bool HasWork { get; }

    /// <summary>A render begins.</summary>
    internal abstract void Begin();

    /// <summary>A component stands in the tree that is rendered: its cid. It queues itself when it has to be rendered.</summary>
    internal abstract int Meet(ComponentNode node);

    /// <summary>Mounts and updates those that wait, those of one class together. False: none waits.</summary>
    internal abstract ValueTask<bool> Prepare();

    /// <summary>The next component that is prepared.</summary>
    /// <param name="cid">Its number.</param>
    /// <param name="html">What it renders now: one element.</param>
    /// <param name="tree">What the client has of it. Reset it before to send the component whole.</param>
    internal abstract bool TryTake(out int cid, out Html html, [NotNullWhen(true)] out RenderedTree? tree);

    /// <summary>A component that the client has with this template: its cid, negative when it is from before this diff. <c>null</c>: there is none.</summary>
    internal abstract int? FindAlike(HtmlTemplate template);

    /// <summary>A component is in the diff.</summary>
    internal abstract void Written(int cid, HtmlTemplate template);

    /// <summary>The client forgets all components: the root of the page is another template.</summary>
    internal abstract void Reset();
}
