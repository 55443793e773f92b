using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Zhar.Live.Testing;

/// <summary>Brings new markup into a page, with what a browser would keep: items of streams, and elements with <c>phx-update="ignore"</c>. Source: LiveView's dom_patch.</summary>
internal static class PagePatch
{
    /// <summary>The id of the portal that an element was in.</summary>
    internal const string TeleportedFrom = "data-phx-teleported-src";

    private const string StreamRef = "data-phx-stream";

    internal static IDocument Parse(string html) => new HtmlParser().ParseDocument("<!doctype html><html><head></head><body>" + html + "</body></html>");

    internal static IDocument Apply(IDocument? old, string html, IReadOnlyList<StreamChange> streams)
    {
        var page = Parse(html);
        Teleport(page);
        foreach (var container in page.QuerySelectorAll("[phx-update='stream']").ToArray())
            PatchStreams(old?.GetElementById(container.Id ?? ""), container, streams);
        if (old is not null)
            KeepIgnored(old, page);
        return page;
    }

    /// <summary>An id that two elements have, or <c>null</c>.</summary>
    internal static string? DuplicateId(IDocument page)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return page.QuerySelectorAll("[id]").Select(static e => e.Id!).FirstOrDefault(id => !seen.Add(id));
    }

    /// <summary>Puts the content of portals where they lead. It remembers where it comes from.</summary>
    private static void Teleport(IDocument page)
    {
        foreach (var portal in page.QuerySelectorAll("template[data-phx-portal]").OfType<IHtmlTemplateElement>().ToArray())
        {
            var target = page.QuerySelector(portal.GetAttribute("data-phx-portal")!) ?? page.Body!; // selected by it
            foreach (var element in portal.Content.Children.ToArray())
            {
                portal.Content.RemoveChild(element);
                element.SetAttribute(TeleportedFrom, portal.Id ?? "");
                target.AppendChild(element);
            }
        }
    }

    private static void PatchStreams(IElement? old, IElement container, IReadOnlyList<StreamChange> streams)
    {
        var sent = container.Children.Where(static c => c.Id is not null).DistinctBy(static c => c.Id!).ToDictionary(static c => c.Id!);
        var changes = streams.Where(s => s.Inserts.Any(i => sent.ContainsKey(i.DomId)) || old is not null).ToArray();
        var inserted = changes.SelectMany(static s => s.Inserts).Select(static i => i.DomId).ToHashSet(StringComparer.Ordinal);
        var others = container.Children.Where(c => c.Id is null || !inserted.Contains(c.Id)).ToArray();
        var arriving = container.Children.Where(c => c.Id is not null && inserted.Contains(c.Id)).ToArray();
        foreach (var child in container.Children.ToArray())
            child.Remove();
        foreach (var child in others)
            container.AppendChild(child);
        foreach (var item in old?.Children.Where(static c => c.HasAttribute(StreamRef)) ?? [])
            container.AppendChild(container.Owner!.Import(item));

        foreach (var change in changes)
        {
            foreach (var id in change.Deletes)
                Find(container, id)?.Remove();
            if (!change.IsReset)
                continue;
            foreach (var item in container.Children.Where(c => c.GetAttribute(StreamRef) == change.Ref).ToArray())
                item.Remove();
        }

        foreach (var item in arriving)
        {
            var change = changes.First(c => c.Inserts.Any(i => i.DomId == item.Id));
            Insert(container, item, change.Inserts.First(i => i.DomId == item.Id), change.Ref);
        }
    }

    private static void Insert(IElement container, IElement item, StreamInsert insert, string streamRef)
    {
        item.SetAttribute(StreamRef, streamRef);
        if (Find(container, insert.DomId) is { } known)
            known.Replace(item);
        else if (insert.UpdateOnly)
            return;
        else if (insert.At >= 0 && insert.At < container.Children.Length)
            container.InsertBefore(item, container.Children[insert.At]);
        else
            container.AppendChild(item);
        if (insert.Limit is { } limit)
            Prune(container, streamRef, limit);
    }

    private static void Prune(IElement container, string streamRef, int limit)
    {
        var items = container.Children.Where(c => c.GetAttribute(StreamRef) == streamRef).ToArray();
        foreach (var item in limit >= 0 ? items.Skip(limit) : items.SkipLast(-limit))
            item.Remove();
    }

    private static IElement? Find(IElement container, string id) => container.Children.FirstOrDefault(c => c.Id == id);

    private static void KeepIgnored(IDocument old, IDocument page)
    {
        foreach (var container in page.QuerySelectorAll("[phx-update='ignore']").ToArray())
        {
            if (container.Id is not { } id || old.GetElementById(id) is not { } kept)
                continue;
            while (container.FirstChild is { } child)
                container.RemoveChild(child);
            foreach (var child in kept.ChildNodes)
                container.AppendChild(page.Import(child));
        }
    }
}
