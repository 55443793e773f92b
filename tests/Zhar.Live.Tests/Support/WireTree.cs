using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Live.Tests.Support;

/// <summary>What a browser has of a view: takes diffs as the wire specification says, and writes the page they make.</summary>
internal sealed class WireTree
{
    private JsonObject _root = [];

    /// <summary>Takes the tree of a join, or a diff.</summary>
    public void Apply(JsonElement diff)
    {
        var source = (JsonObject)JsonNode.Parse(diff.GetRawText())!;
        source.Remove("c"); // pages with components are looked at with LiveViewTest
        Resolve(source, source["p"] as JsonObject);
        source.Remove("p");
        source.Remove("e");
        source.Remove("t");
        source.Remove("r");
        _root = source.ContainsKey("s") ? source : Merge(_root, source);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, _root);
        return text.ToString();
    }

    /// <summary>Puts the statics in place of their numbers.</summary>
    private static void Resolve(JsonNode? node, JsonObject? table)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Resolve(item, table);
        }

        if (node is not JsonObject item2)
            return;
        if (item2["s"] is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
            item2["s"] = table![number.GetValue<int>().ToString(System.Globalization.CultureInfo.InvariantCulture)]!.DeepClone();
        foreach (var (key, value) in item2.ToList())
        {
            if (key is not ("s" or "p"))
                Resolve(value, table);
        }
    }

    private static JsonObject Merge(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source.ToList())
        {
            if (key == "k" && target["k"] is JsonObject entries)
                MergeKeyed(entries, (JsonObject)value!);
            else if (value is JsonObject inner && !inner.ContainsKey("s") && target[key] is JsonObject old)
                Merge(old, inner);
            else
                target[key] = value!.DeepClone();
        }

        return target;
    }

    private static void MergeKeyed(JsonObject target, JsonObject source)
    {
        // Without the mark nothing may have moved: the browser keeps no copy then.
        var old = source.ContainsKey("km") ? (JsonObject)target.DeepClone() : null;
        var count = source["kc"]!.GetValue<int>();
        foreach (var (key, entry) in source.ToList())
        {
            switch (entry)
            {
                case JsonArray { Count: 2 } moved:
                    target[key] = Merge((JsonObject)old![moved[0]!.ToJsonString()]!.DeepClone(), (JsonObject)moved[1]!);
                    break;
                case JsonObject changed:
                    target[key] = Merge(target[key] as JsonObject is { } there ? (JsonObject)there.DeepClone() : [], changed);
                    break;
                case JsonValue place when key is not ("kc" or "km"):
                    target[key] = old![place.ToJsonString()]!.DeepClone();
                    break;
            }
        }

        foreach (var (key, _) in target.ToList())
        {
            if (int.TryParse(key, out var index) && index >= count)
                target.Remove(key);
        }

        target["kc"] = count;
    }

    private static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { } keyed when keyed["k"] is JsonObject entries:
                for (var i = 0; i < entries["kc"]!.GetValue<int>(); i++)
                    WriteHoles(text, (JsonArray)keyed["s"]!, (JsonObject)entries[i.ToString(System.Globalization.CultureInfo.InvariantCulture)]!);
                break;
            case JsonObject template:
                WriteHoles(text, (JsonArray)template["s"]!, template);
                break;
            case JsonValue value:
                text.Append(value.GetValue<string>());
                break;
        }
    }

    private static void WriteHoles(StringBuilder text, JsonArray statics, JsonObject holes)
    {
        text.Append(statics[0]!.GetValue<string>());
        for (var i = 1; i < statics.Count; i++)
        {
            Write(text, holes[(i - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            text.Append(statics[i]!.GetValue<string>());
        }
    }
}
