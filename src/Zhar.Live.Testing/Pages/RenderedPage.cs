using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Zhar.Live.Testing;

/// <summary>What a client keeps of a view: the tree of statics and dynamics. Takes diffs as the official client does. Source: LiveView's rendered.js.</summary>
internal sealed class RenderedPage
{
    private readonly Dictionary<int, JsonObject> _components = [];
    private JsonObject _root = [];

    /// <summary>The components that the client has.</summary>
    internal IReadOnlyCollection<int> Components => _components.Keys;

    /// <summary>Takes a diff.</summary>
    internal void Merge(JsonObject diff)
    {
        diff = (JsonObject)diff.DeepClone();
        var components = Take(diff, "c") as JsonObject;
        foreach (var beside in (ReadOnlySpan<string>)["e", "r", "t"])
            diff.Remove(beside);
        ResolveStatics(diff, null);
        if (diff.ContainsKey("s"))
            _components.Clear();
        _root = MergeNode(_root, diff);
        if (components is null)
            return;
        var before = _components.ToDictionary();
        var made = new Dictionary<int, JsonObject>();
        foreach (var (cid, _) in components)
            MakeComponent(int.Parse(cid, CultureInfo.InvariantCulture), components, before, made);
        foreach (var (cid, node) in made)
            _components[cid] = node;
    }

    /// <summary>Forgets components that the server has deleted.</summary>
    internal void Forget(IEnumerable<int> cids)
    {
        foreach (var cid in cids)
            _components.Remove(cid);
    }

    /// <summary>The markup, and what it says of streams. The items of streams are there once.</summary>
    internal (string Html, List<StreamChange> Streams) ToHtml()
    {
        var html = new StringBuilder();
        var streams = new List<StreamChange>();
        Write(_root, html, streams);
        return (html.ToString(), streams);
    }

    private static JsonNode? Take(JsonObject from, string key)
    {
        from.Remove(key, out var value);
        return value;
    }

    /// <summary>Puts the texts of templates where their numbers in the table of the message are.</summary>
    private static void ResolveStatics(JsonObject node, JsonObject? table)
    {
        // As the client does: a list looks its own texts up in the table around it, never in its own.
        var own = Take(node, "p") as JsonObject;
        var isList = node.ContainsKey("k");
        if (node["s"] is JsonValue number)
            node["s"] = Statics(isList ? table : own ?? table, number.GetValue<int>());
        table = isList ? table ?? own : own ?? table;
        foreach (var (_, child) in node.ToArray())
        {
            if (child is JsonObject nested)
                ResolveStatics(nested, table);
            else if (child is JsonArray { Count: 2 } moved && moved[1] is JsonObject change && moved[0] is JsonValue)
                ResolveStatics(change, table);
        }
    }

    private static JsonNode Statics(JsonObject? table, int number) => table?[number.ToString(CultureInfo.InvariantCulture)]?.DeepClone()
        ?? throw new InvalidDataException($"The diff names the template {number}, which is not in its table.");

    private JsonObject MakeComponent(int cid, JsonObject diffs, Dictionary<int, JsonObject> before, Dictionary<int, JsonObject> made)
    {
        if (made.TryGetValue(cid, out var done))
            return done;
        var diff = (JsonObject)diffs[cid.ToString(CultureInfo.InvariantCulture)]!.DeepClone(); // its keys are what is asked for
        JsonObject node;
        if (diff["s"] is JsonValue other)
        {
            var from = other.GetValue<int>();
            var origin = from > 0 ? MakeComponent(from, diffs, before, made) : before[-from];
            diff.Remove("s");
            ResolveStatics(diff, null);
            node = MergeNode((JsonObject)origin.DeepClone(), diff);
        }
        else
        {
            ResolveStatics(diff, null);
            node = before.TryGetValue(cid, out var old) ? MergeNode(old, diff) : diff;
        }

        return made[cid] = node;
    }

    private static JsonObject MergeNode(JsonObject target, JsonObject source)
    {
        if (source.ContainsKey("s"))
            return source;
        if (source["k"] is JsonObject keyed)
        {
            MergeKeyed(target, keyed);
            foreach (var (key, value) in source.Where(static f => f.Key != "k").ToArray())
                target[key] = value?.DeepClone();
            return target;
        }

        foreach (var (key, value) in source.ToArray())
        {
            source.Remove(key);
            if (value is JsonObject change && target[key] is JsonObject known)
            {
                target.Remove(key);
                target[key] = MergeNode(known, change);
            }
            else
                target[key] = value;
        }

        return target;
    }

    private static void MergeKeyed(JsonObject target, JsonObject change)
    {
        var now = target["k"] as JsonObject ?? [];
        var old = (JsonObject)now.DeepClone();
        var count = change["kc"]!.GetValue<int>(); // always there
        foreach (var (key, value) in change)
        {
            if (key is "kc" or "km")
                continue;
            now[key] = value switch
            {
                JsonValue from => old[Key(from)]!.DeepClone(),
                JsonArray moved => MergeNode((JsonObject)old[Key(moved[0]!)]!.DeepClone(), (JsonObject)moved[1]!.DeepClone()),
                JsonObject entry when old[key] is JsonObject known => MergeNode((JsonObject)known.DeepClone(), (JsonObject)entry.DeepClone()),
                _ => value?.DeepClone(),
            };
        }

        foreach (var (key, _) in now.ToArray())
        {
            if (int.TryParse(key, CultureInfo.InvariantCulture, out var index) && index >= count)
                now.Remove(key);
        }

        now["kc"] = count;
        target["k"] = now.Parent is null ? now : now.DeepClone();
    }

    private static string Key(JsonNode index) => index.GetValue<int>().ToString(CultureInfo.InvariantCulture);

    private void Write(JsonNode? node, StringBuilder html, List<StreamChange> streams)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject { } list when list.ContainsKey("k"):
                WriteList(list, html, streams);
                break;
            case JsonObject tree:
                WriteTree(tree["s"] as JsonArray, tree, html, streams);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                html.Append(text);
                break;
            case JsonValue value:
                WriteComponent(value.GetValue<int>(), html, streams);
                break;
        }
    }

    private void WriteTree(JsonArray? statics, JsonObject tree, StringBuilder html, List<StreamChange> streams)
    {
        if (statics is null)
            return;
        html.Append(statics[0]!.GetValue<string>());
        for (var i = 1; i < statics.Count; i++)
        {
            Write(tree[(i - 1).ToString(CultureInfo.InvariantCulture)], html, streams);
            html.Append(statics[i]!.GetValue<string>());
        }
    }

    private void WriteList(JsonObject list, StringBuilder html, List<StreamChange> streams)
    {
        var entries = (JsonObject)list["k"]!;
        var count = entries["kc"]!.GetValue<int>();
        for (var i = 0; i < count; i++)
            WriteTree(list["s"] as JsonArray, (JsonObject)entries[i.ToString(CultureInfo.InvariantCulture)]!, html, streams);
        if (Take(list, "stream") is not JsonArray stream)
            return;
        streams.Add(StreamChange.From(stream));

        // The client forgets the items too: they are in the page.
        list["k"] = new JsonObject { ["kc"] = 0 };
    }

    private void WriteComponent(int cid, StringBuilder html, List<StreamChange> streams)
    {
        var node = _components.GetValueOrDefault(cid) ?? throw new InvalidDataException($"The page has the component {cid}, which the server has not sent.");
        var inner = new StringBuilder();
        Write(node, inner, streams);
        var text = inner.ToString();
        var at = text.IndexOf('<', StringComparison.Ordinal);
        while (at >= 0 && (at + 1 >= text.Length || !char.IsAsciiLetter(text[at + 1])))
            at = text.IndexOf('<', at + 1);
        if (at < 0)
            throw new InvalidDataException($"The component {cid} is not one element: {text}");
        var end = text.AsSpan(at).IndexOfAny(" >/\t\r\n") + at;
        html.Append(text, 0, end).Append(CultureInfo.InvariantCulture, $" data-phx-component=\"{cid}\"").Append(text, end, text.Length - end);
    }
}
