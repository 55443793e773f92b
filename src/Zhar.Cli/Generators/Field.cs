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

    /// <summary>Whether a password's input takes it, which shows nothing of what is stored; truth values, choices and dates have inputs of their own.</summary>
    internal bool IsSecret => IsRedacted && Kind.Name is ("string" or "text" or "integer" or "bigint" or "float" or "decimal" or "uuid");

    /// <summary>Reads the fields of a command line.</summary>
    /// <exception cref="CliException">One is no field.</exception>
    internal static IReadOnlyList<Field> ParseAll(IReadOnlyList<string> texts)
    {
        var fields = texts.Select(Parse).ToList();
        if (fields.GroupBy(static f => f.Property, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw Twice(texts, fields, [.. twice]);
        return fields;
    }

    /// <summary>The last of them gets a number: that one is proposed.</summary>
    private static CliException Twice(IReadOnlyList<string> texts, List<Field> fields, IReadOnlyList<Field> same)
    {
        var text = texts[fields.FindLastIndex(f => ReferenceEquals(f, same[^1]))];
        var better = $"{same[^1].Name}_2{text[same[^1].Name.Length..]}";
        var message = $"There are {same.Count} fields '{same[0].Name}'. Give one of them another name.";
        return texts.Count(t => t == text) == 1 ? CliException.Correct(message, text, better) : new CliException(message, better);
    }

    /// <exception cref="CliException">It is no field.</exception>
    internal static Field Parse(string text)
    {
        var parts = text.Split(':');
        var name = parts[0];
        if (!Naming.IsFieldName(name))
            throw CliException.Correct($"'{name}' cannot name a field. A field begins with a small letter and has small letters, digits and underscores.", text, Suggestion(name) + (parts.Length == 1 ? ":string" : text[name.Length..]));
        if (Reserved.Contains(name))
            throw CliException.Correct($"Every schema has '{name}' by itself, or needs the name. Leave it out, or choose another one.", text, $"{name}_value{text[name.Length..]}");
        var kind = parts.Length == 1 || Modifiers.Contains(parts[1])
            ? FieldKind.Find("string")!
            : FieldKind.Find(parts[1]) ?? throw CliException.Correct($"There is no type '{parts[1]}', which the field '{name}' was given. There are: {FieldKind.Names}.", text, $"{name}:{Nearest.To(parts[1], FieldKind.All.Select(static k => k.Name)) ?? "string"}");
        var rest = parts.Skip(parts.Length > 1 && !Modifiers.Contains(parts[1]) ? 2 : 1).ToList();
        string? table = null;
        if (kind.Name == "references")
        {
            if (rest is not [var target, ..] || !Naming.IsFieldName(target) || !name.EndsWith("_id", StringComparison.Ordinal))
                throw CliException.Correct($"A reference names its column, which ends with _id, and its table: user_id:references:users. This was '{text}'.", text, Reference(name, rest));
            table = target;
            rest.RemoveAt(0);
        }

        var values = kind.Name == "enum" ? rest.Where(static r => !Modifiers.Contains(r)).ToList() : [];
        if (kind.Name == "enum" && (values.Count == 0 || values.Any(static v => !Naming.IsFieldName(v)) || values.Distinct().Count() != values.Count))
            throw CliException.Correct($"An enum lists its values, each a different word in small letters: {name}:enum:draft:published. This was '{text}'.", text, $"{name}:enum:draft:published");
        if (rest.FirstOrDefault(r => !Modifiers.Contains(r) && !values.Contains(r)) is { } unknown)
            throw CliException.Correct($"The field '{name}' has '{unknown}' behind its type. There may be: {string.Join(", ", Modifiers)}.", text, string.Join(':', parts.Select(p => p != unknown ? p : Nearest.To(p, Modifiers)).OfType<string>()));
        return new Field(name, kind, rest.Contains("unique"), rest.Contains("optional"), rest.Contains("redact"), values, table);
    }

    /// <summary>A table is the plural of what its column names, in most applications.</summary>
    private static string Reference(string name, List<string> rest)
    {
        var one = name.EndsWith("_id", StringComparison.Ordinal) ? name[..^3] : name;
        var table = rest.FirstOrDefault(static r => Naming.IsFieldName(r) && !Modifiers.Contains(r)) ?? one + "s";
        return string.Join(':', rest.Where(static r => Modifiers.Contains(r)).Prepend($"{one}_id:references:{table}"));
    }

    private static string Suggestion(string name) => Naming.Underscore(name) is var better && Naming.IsFieldName(better) ? better : "title";
}
