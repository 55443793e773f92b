using System.Text.Json.Serialization;
using LiveE2E.Pages;

namespace LiveE2E;

/// <summary>What a page answers to a script that asks it something.</summary>
public sealed record Answer<T>(T Result);

/// <summary>How a script names a view to <see cref="EvalController"/>.</summary>
public sealed record ViewName([property: JsonPropertyName("lv_pid")] IReadOnlyList<string> LvPid);

/// <summary>An answer without content.</summary>
public sealed record Nothing;

[JsonSerializable(typeof(Answer<ViewName>))]
[JsonSerializable(typeof(Answer<Nothing>))]
[JsonSerializable(typeof(Answer<IReadOnlyList<KeyedComprehensionLive.Item>>))]
[JsonSerializable(typeof(Nothing))]
public sealed partial class E2eJson : JsonSerializerContext;
