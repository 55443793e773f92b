using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>A field as the user has typed it: <c>price:decimal</c>, <c>email:string:unique</c>, <c>status:enum:draft:published</c>, <c>user_id:references:users</c>.</summary>
internal sealed record Field(string Name, FieldKind Kind, bool IsUnique, bool IsOptional, bool IsRedacted, IReadOnlyList<string> Values, string? Table)
{
    /// <summary>Members that a schema has, and those that C# gives every record.</summary>
    private static readonly string[] Reserved =
    [
        "id", "inserted_at", "updated_at", "schema", "meta", "changeset",
        "clone", "deconstruct", "equality_contract", "equals", "finalize", "get_hash_code", "get_type", "memberwise_clone", "print_members", "reference_equals", "to_string",
    ];

    private static readonly string[] Modifiers = ["unique", "optional", "redact"];

    /// <summary>The property: <c>BlogPost</c>.</summary>
    internal string Property => Naming.Member(Name);

    /// <summary>What a form and a table call it.</summary>
    internal string Label => Naming.Human(Kind.Name == "references" && Name.EndsWith("_id", StringComparison.Ordinal) ? Name[..^3] : Name);

    internal bool IsText => Kind.Type == "string";

    internal bool IsBoolean => Kind.Type == "bool";

    internal bool IsEnum => Kind.Name == "enum";

    /// <summary>Whether its values have names of several words, which <c>ToString</c> would run together.</summary>
    internal bool HasWords => Values.Any(static v => v.Contains('_', StringComparison.Ordinal));

    internal bool IsReference => Kind.Name == "references";

    /// <summary>Reads the fields of a command line.</summary>
    /// <exception cref="CliException">One is no field.</exception>
    internal static IReadOnlyList<Field> ParseAll(IReadOnlyList<string> texts)
    {
        var fields = texts.Select(Parse).ToList();
        if (fields.GroupBy(static f => f.Property, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new CliException($"There are {twice.Count()} fields '{twice.First().Name}'. Give one of them another name.");
        return fields;
    }

    internal static Field Parse(string text)
    {
        var parts = text.Split(':');
        var name = parts[0];
        if (!Naming.IsFieldName(name))
            throw new CliException($"'{name}' cannot name a field. A field begins with a small letter and has small letters, digits and underscores: {Suggestion(name)}:string");
        if (Reserved.Contains(name))
            throw new CliException($"Every schema has '{name}' by itself, or needs the name. Leave it out, or choose another one.");
        var kind = parts.Length == 1 || Modifiers.Contains(parts[1])
            ? FieldKind.Find("string")!
            : FieldKind.Find(parts[1]) ?? throw new CliException($"There is no type '{parts[1]}', which the field '{name}' was given. There are: {FieldKind.Names}.", $"{name}:string");
        var rest = parts.Skip(parts.Length > 1 && !Modifiers.Contains(parts[1]) ? 2 : 1).ToList();
        string? table = null;
        if (kind.Name == "references")
        {
            if (rest is not [var target, ..] || !Naming.IsFieldName(target) || !name.EndsWith("_id", StringComparison.Ordinal))
                throw new CliException($"A reference names its column and its table: user_id:references:users. This was '{text}'.");
            table = target;
            rest.RemoveAt(0);
        }

        var values = kind.Name == "enum" ? rest.Where(static r => !Modifiers.Contains(r)).ToList() : [];
        if (kind.Name == "enum" && (values.Count == 0 || values.Any(static v => !Naming.IsFieldName(v)) || values.Distinct().Count() != values.Count))
            throw new CliException($"An enum lists its values, each a different word in small letters: {name}:enum:draft:published. This was '{text}'.");
        if (rest.FirstOrDefault(r => !Modifiers.Contains(r) && !values.Contains(r)) is { } unknown)
            throw new CliException($"The field '{name}' has '{unknown}' behind its type. There may be: {string.Join(", ", Modifiers)}.");
        return new Field(name, kind, rest.Contains("unique"), rest.Contains("optional"), rest.Contains("redact"), values, table);
    }

    private static string Suggestion(string name) => Naming.Underscore(name) is var better && Naming.IsFieldName(better) ? better : "title";
}
