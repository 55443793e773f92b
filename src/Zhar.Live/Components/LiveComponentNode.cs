using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The place of a component: its class, its id and what it is given. Without a connection it has the component's markup, once that is made.</summary>
internal sealed class LiveComponentNode : ComponentNode
{
    internal LiveComponentNode(LiveComponentDefinition definition, string id, object? props)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Definition = definition;
        Id = id;
        Props = props;
    }

    internal LiveComponentDefinition Definition { get; }

    internal string Id { get; }

    internal object? Props { get; }

    /// <summary>The markup, in a page without a connection.</summary>
    internal HtmlNode? Made { get; set; }

    public override void Write(ref HtmlWriter writer)
    {
        if (Made is null)
        {
            throw new HtmlTemplateException(
                $"The stateful component {Definition.ShortName} with the id \"{Id}\" stands where none can be. It stands between tags in the template of a live view or of another component; not in an attribute, and not in the page of a controller.");
        }

        Made.Write(ref writer);
    }
}
