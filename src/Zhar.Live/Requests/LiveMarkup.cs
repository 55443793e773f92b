using Zhar.Web;

namespace Zhar.Live;

/// <summary>The element around a view. Source: Phoenix.LiveView.Static.</summary>
internal static class LiveMarkup
{
    internal static Html Container(LiveContainer container, string id, string session, string statics, bool isMain, string? parentId, bool isSticky, Html content)
    {
        var attributes = new List<(string, object?)>(container.Attributes.Count + 6) { ("id", id) };
        foreach (var (name, value) in container.Attributes)
            attributes.Add((name, value));
        attributes.Add(("data-phx-session", session));
        attributes.Add(("data-phx-static", statics));
        if (isMain)
            attributes.Add(("data-phx-main", true));
        if (isSticky)
            attributes.Add(("data-phx-sticky", true));
        else if (parentId is not null)
            attributes.Add(("data-phx-parent-id", parentId));
        return Html.Tag(container.Tag, Attrs.Of([.. attributes]), content);
    }
}
