namespace Zhar.Cli.Generators;

/// <summary>A type that a field can have: how it stands in code, in the database, in a form and in tests.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Type">The type of the property.</param>
/// <param name="Column">The method of the column.</param>
/// <param name="Sample">What a test fills in.</param>
/// <param name="Other">What it changes it to.</param>
internal sealed record FieldKind(string Name, string Type, string Column, string Sample, string Other)
{
    internal static IReadOnlyList<FieldKind> All { get; } =
    [
        new("string", "string", "String", "some {0}", "some updated {0}"),
        new("text", "string", "Text", "some {0}", "some updated {0}"),
        new("integer", "int", "Integer", "42", "43"),
        new("bigint", "long", "BigInteger", "42", "43"),
        new("float", "double", "Double", "120.5", "456.7"),
        new("decimal", "decimal", "Decimal", "120.5", "456.7"),
        new("boolean", "bool", "Boolean", "true", "false"),
        new("date", "DateOnly", "Date", "2026-01-31", "2026-02-28"),
        new("time", "TimeOnly", "Time", "14:00", "15:30"),
        new("datetime", "DateTime", "DateTimeUtc", "2026-01-31T14:00", "2026-02-28T15:30"),
        new("uuid", "Guid", "Uuid", "7488a646-e31f-11e4-aace-600308960662", "7488a646-e31f-11e4-aace-600308960668"),
        new("enum", "", "String", "", ""),
        new("references", "", "References", "", ""),
    ];

    internal static string Names => string.Join(", ", All.Select(static k => k.Name));

    /// <summary>Other names that people know a type by.</summary>
    internal static FieldKind? Find(string name) => All.FirstOrDefault(k => k.Name == name switch
    {
        "int" => "integer",
        "long" => "bigint",
        "double" => "float",
        "bool" => "boolean",
        "utc_datetime" or "naive_datetime" => "datetime",
        "guid" or "binary_id" => "uuid",
        _ => name,
    });
}
