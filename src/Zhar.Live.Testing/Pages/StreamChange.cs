using System.Text.Json.Nodes;

namespace Zhar.Live.Testing;

/// <summary>What one render does to a stream.</summary>
internal sealed record StreamChange(string Ref, IReadOnlyList<StreamInsert> Inserts, IReadOnlyList<string> Deletes, bool IsReset)
{
    internal static StreamChange From(JsonArray json) => new(
        json[0]!.ToString(),
        [.. ((JsonArray)json[1]!).Select(static i => StreamInsert.From((JsonArray)i!))],
        [.. ((JsonArray)json[2]!).Select(static d => d!.GetValue<string>())],
        json.Count > 3 && json[3]?.GetValue<bool>() == true);
}

/// <summary>An item that comes, or changes.</summary>
/// <param name="DomId">Its id in the page.</param>
/// <param name="At">Its place: -1 is the end.</param>
/// <param name="Limit">How many of the first items are kept, below zero of the last; <c>null</c> is all.</param>
/// <param name="UpdateOnly">It is only put in if it is there already.</param>
internal sealed record StreamInsert(string DomId, int At, int? Limit, bool UpdateOnly)
{
    internal static StreamInsert From(JsonArray json) => new(
        json[0]!.GetValue<string>(), json[1]!.GetValue<int>(), json[2]?.GetValue<int>(), json.Count > 3 && json[3]?.GetValue<bool>() == true);
}
