using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>The place of a stateful component in a tree. In a page without a connection it writes the component's markup.</summary>
internal abstract class ComponentNode : HtmlNode;

/// <summary>The components of one view, as a diff meets them.</summary>
internal abstract class ComponentSource
{
    /// <summary>A component stands in the tree that is rendered: its cid. It queues itself when it has to be rendered.</summary>
    internal abstract int Meet(ComponentNode node);

    /// <summary>The next component that has to be rendered, those that were met meanwhile included.</summary>
    /// <param name="cid">Its number.</param>
    /// <param name="html">What it renders now: one element.</param>
    /// <param name="tree">What the client has of it. Reset it before to send the component whole.</param>
    internal abstract bool TryTake(out int cid, out Html html, out RenderedTree tree);

    /// <summary>The client forgets all components: the root of the page is another template.</summary>
    internal abstract void Reset();
}
