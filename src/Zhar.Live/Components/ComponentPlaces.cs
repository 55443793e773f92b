using Zhar.Web;

namespace Zhar.Live;

/// <summary>Finds the components in a tree that is not compared with anything: that of first HTML.</summary>
internal static class ComponentPlaces
{
    internal static void Find(HtmlNode? node, ComponentTable table)
    {
        switch (node)
        {
            case TemplateNode template:
                for (var i = 0; i < template.Count; i++)
                    Find(template.NodeAt(i), table);
                break;
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                    Find(list[i].Node, table);
                break;
            case MemoNode memo:
                Find(memo.Body, table);
                break;
            case LiveComponentNode component:
                table.Meet(component);
                break;
        }
    }

    /// <summary>Whether there is any.</summary>
    internal static bool Has(HtmlNode? node)
    {
        switch (node)
        {
            case TemplateNode template:
                for (var i = 0; i < template.Count; i++)
                {
                    if (Has(template.NodeAt(i)))
                        return true;
                }

                return false;
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Has(list[i].Node))
                        return true;
                }

                return false;
            case MemoNode memo:
                return Has(memo.Body);
            default:
                return node is LiveComponentNode;
        }
    }
}
