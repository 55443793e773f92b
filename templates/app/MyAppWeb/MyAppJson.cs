using System.Text.Json.Serialization;

namespace MyAppWeb;

/// <summary>All that is written as JSON: its code is generated, so no reflection runs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusData))]
public sealed partial class MyAppJson : JsonSerializerContext;
