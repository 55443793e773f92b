using System.Text.Json.Serialization;

namespace LivePages;

public sealed record Shouted(string Text);

public sealed record Answered(int Length);

/// <summary>What pages and their scripts tell each other.</summary>
[JsonSerializable(typeof(Shouted))]
[JsonSerializable(typeof(Answered))]
public sealed partial class PagesJson : JsonSerializerContext;
