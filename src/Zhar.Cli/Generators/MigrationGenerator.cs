using System.Globalization;
using System.Text.RegularExpressions;
using Zhar.Cli.Names;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Generators;

/// <summary>Migrations, of a schema or by themselves.</summary>
internal static partial class MigrationGenerator
{
    /// <summary><c>AddPriceToProducts price:decimal</c> adds a column, <c>RemovePriceFromProducts price:decimal</c> takes it away; any other name gets an empty Change.</summary>
    internal static void Add(Generation generation, string name, IReadOnlyList<string> fields, TimeProvider clock)
    {
        var type = Naming.Pascal(name);
        if (!Naming.IsTypeName(type))
            throw new CliException($"'{name}' cannot name a migration. Say what it does.", "zhar gen migration add_price_to_products price:decimal");
        var parsed = Field.ParseAll(fields);
        var words = Words().Match(Naming.Underscore(type));
        if (parsed.Count > 0 && !words.Success)
            throw new CliException($"The migration '{name}' has fields, and its name does not say which table they belong to.", $"zhar gen migration add_{parsed[0].Name}_to_products {string.Join(' ', fields)}");
        var key = generation.App.HasBinaryIds;
        var lines = parsed.Select(f => words.Groups["verb"].Value == "add" ? $"            t.Add.{Column(f, key)};" : $"            t.Remove(c => c.{Column(f, key)});").ToList();
        var body = lines.Count == 0
            ? "        // Create.Table(\"products\", t => t.String(\"name\").NotNull());\n        // Alter.Table(\"products\", t => t.Add.Decimal(\"price\"));\n        // Execute(\"update products set price = 0\", down: \"\");"
            : $"        Alter.Table(\"{words.Groups["table"].Value}\", t =>\n        {{\n{string.Join('\n', lines)}\n        }});";
        if (parsed.Any(static f => f.IsUnique) && words.Groups["verb"].Value == "add")
            body += "\n" + string.Join('\n', parsed.Where(static f => f.IsUnique).Select(f => $"        Create.UniqueIndex(\"{words.Groups["table"].Value}\", \"{f.Name}\");"));
        generation.Make($"{generation.App.Module}/Migrations/{type}.cs", $$"""
            using Zhar.Data.Migrations;

            namespace {{generation.App.Module}}.Migrations;

            [Migration({{Version(generation.App, clock)}})]
            public sealed class {{type}} : Migration
            {
                public override void Change()
                {
            {{body}}
                }
            }
            """);
        generation.NextSteps.Add("zhar migrate");
    }

    /// <summary>The time as a version: later than every version that the application has.</summary>
    internal static string Version(AppProject app, TimeProvider clock)
    {
        var folder = app.PathOf(app.Module, "Migrations");
        var newest = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).SelectMany(static f => Attribute().Matches(File.ReadAllText(f))).Select(Number).DefaultIfEmpty().Max()
            : 0;
        var now = clock.GetUtcNow();
        while (long.Parse(now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) <= newest)
            now = now.AddSeconds(1);
        return now.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
    }

    /// <summary>The version in the source of a migration, or null when it has none.</summary>
    internal static long? VersionOf(string source) => Attribute().Match(source) is { Success: true } match ? Number(match) : null;

    private static long Number(Match match) => long.Parse(match.Groups[1].Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    internal static string Columns(Resource r, string prefix)
    {
        var lines = r.Fields.Select(f => $"{prefix}{Column(f, r.App.HasBinaryIds)}{(f.IsBoolean ? ".NotNull().Default(false)" : f.IsOptional ? "" : ".NotNull()")};");
        return string.Join('\n', r.App.HasBinaryIds ? lines.Prepend($"{prefix}Uuid(\"id\").PrimaryKey();") : lines);
    }

    internal static string Indexes(Resource r) => string.Join('\n', r.Fields
        .Where(static f => f.IsUnique || f.IsReference)
        .Select(f => $"        Create.{(f.IsUnique ? "UniqueIndex" : "Index")}(\"{r.Table}\", \"{f.Name}\");"));

    private static string Column(Field f, bool hasBinaryIds) => f switch
    {
        { IsReference: true } => $"References(\"{f.Name}\", \"{f.Table}\"{(hasBinaryIds ? ", type: ColumnType.Uuid" : "")}, onDelete: ReferenceAction.Cascade)",
        _ => $"{f.Kind.Column}(\"{f.Name}\")",
    };

    [GeneratedRegex("^(?<verb>add|remove)_.+_(?:to|from)_(?<table>[a-z0-9_]+)$")]
    private static partial Regex Words();

    [GeneratedRegex(@"\[Migration\(([0-9_]+)")]
    private static partial Regex Attribute();
}
