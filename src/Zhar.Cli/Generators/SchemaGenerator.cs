using Zhar.Cli.Names;

namespace Zhar.Cli.Generators;

/// <summary>A schema with its changeset, its enums, and the migration that makes its table.</summary>
internal static class SchemaGenerator
{
    internal static void Add(Generation generation, Resource r, string folder, TimeProvider clock)
    {
        generation.Make($"{r.App.Module}/{folder}/{r.Name}.cs", Schema(r));
        foreach (var field in r.Fields.Where(static f => f.IsEnum))
            generation.Make($"{r.App.Module}/{folder}/{r.EnumOf(field)}.cs", Enum(r, field));
        generation.Make($"{r.App.Module}/Migrations/Create{r.Plural}.cs", Migration(r, MigrationGenerator.Version(generation.App, clock)));
        generation.NextSteps.Add("zhar migrate");
    }

    private static string Schema(Resource r)
    {
        var properties = string.Join("\n\n", r.Fields.Select(f => $"    {(f.IsRedacted ? "[Redact] " : "")}public {r.TypeOf(f)} {f.Property} {{ get; init; }}{(r.TypeOf(f) == "string" ? " = \"\";" : "")}"));
        var all = Selector(r.Fields);
        var steps = new List<string> { $".Cast(attributes, {all})" };
        if (r.Required.Count > 0)
            steps.Add($".ValidateRequired({Selector(r.Required)})");
        steps.AddRange(r.Fields.Where(static f => f.Kind.Name == "string").Select(static f => $".ValidateLength(x => x.{f.Property}, max: 255)"));
        steps.AddRange(r.Fields.Where(static f => f.IsReference).Select(f => $".ForeignKeyConstraint(x => x.{f.Property}, \"{r.Table}_{f.Name}_fkey\")"));
        steps.AddRange(r.Fields.Where(static f => f.IsUnique).Select(static f => $".UniqueConstraint(x => x.{f.Property})"));
        return $$"""
            using Zhar;
            using Zhar.Data;

            namespace {{r.App.Module}};

            /// <summary>{{Capital(r.Article)}} {{r.Words}}.</summary>
            [Schema("{{r.Table}}"), Timestamps]
            public partial record {{r.Name}}
            {
                [PrimaryKey] public {{r.KeyType}} Id { get; init; }

            {{properties}}

                /// <summary>What of the attributes may be stored, and what is wrong with them.</summary>
                public static Changeset<{{r.Name}}> Changeset({{r.Name}} {{r.Variable}}, Params attributes) => {{r.Variable}}
            {{string.Join('\n', steps.Select(static s => "        " + s))}};
            }
            """;
    }

    private static string Enum(Resource r, Field field) => $$"""
        namespace {{r.App.Module}};

        /// <summary>The {{field.Label.ToLowerInvariant()}} of {{r.Article}} {{r.Words}}.</summary>
        public enum {{r.EnumOf(field)}}
        {
        {{string.Join('\n', field.Values.Select(static v => $"    {Naming.Pascal(v)},"))}}
        }
        """;

    private static string Migration(Resource r, string version) => $$"""
        using Zhar.Data.Migrations;

        namespace {{r.App.Module}}.Migrations;

        [Migration({{version}})]
        public sealed class Create{{r.Plural}} : Migration
        {
            public override void Change()
            {
                Create.Table("{{r.Table}}", t =>
                {
        {{MigrationGenerator.Columns(r, "            t.")}}
                    t.Timestamps();
                });
        {{MigrationGenerator.Indexes(r)}}
            }
        }
        """.Replace("\n\n    }\n}", "\n    }\n}", StringComparison.Ordinal);

    private static string Selector(IEnumerable<Field> fields) => $"x => new {{ {string.Join(", ", fields.Select(static f => $"x.{f.Property}"))} }}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
