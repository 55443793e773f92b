using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>A schema with its changeset, its enums, and the migration that makes its table.</summary>
internal static class SchemaGenerator
{
    internal static void Add(Generation generation, Resource r, string folder, TimeProvider clock)
    {
        RequireNew(generation, r, folder);
        generation.Make($"{r.App.Module}/{folder}/{r.Name}.cs", Schema(r));
        foreach (var field in r.Fields.Where(static f => f.IsEnum))
            generation.Make($"{r.App.Module}/{folder}/{r.EnumOf(field)}.cs", Enum(r, field));
        generation.Make($"{r.App.Module}/Migrations/Create{r.Plural}.cs", Migration(r, MigrationGenerator.Version(generation.App, clock)));
        generation.NextSteps.Add("zhar migrate");
    }

    /// <summary>Contexts are folders, and all of them are in one namespace: another one may have a type of this name.</summary>
    private static void RequireNew(Generation generation, Resource r, string folder)
    {
        var file = r.App.PathOf(r.App.Module, folder, r.Name + ".cs");
        if (Directory.EnumerateFiles(r.App.PathOf(r.App.Module), r.Name + ".cs", SearchOption.AllDirectories).FirstOrDefault(f => f != file) is not { } other)
            return;
        var better = $"{folder}{r.Name} {Naming.Underscore(folder)}_{r.Table}";
        throw new CliException(
            $"{Path.GetRelativePath(r.App.Folder, other)} has the name '{r.Name}' already, and the types of all contexts are in one namespace, {r.App.Module}. Nothing was written.",
            $"zhar {generation.Title.Replace($"{r.Name} {r.Table}", better, StringComparison.Ordinal)}");
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
            {{Changeset(r, steps)}}
            }
            """;
    }

    /// <summary>Forms do not show what is stored of a secret, so an input that is left empty is no wish to change it.</summary>
    private static string Changeset(Resource r, List<string> steps)
    {
        var head = $"    public static Changeset<{r.Name}> Changeset({r.Name} {r.Variable}, Params attributes)";
        var secrets = r.Fields.Where(static f => f.IsSecret).ToList();
        if (secrets.Count == 0)
            return $"{head} => {r.Variable}\n{Lines(steps)};";
        var kept = secrets.Select(static f => $$"""
                    if (attributes.Get("{{f.Name}}") is "")
                        changeset = changeset.DeleteChange(x => x.{{f.Property}});
            """);
        return $$"""
            {{head}}
                {
                    var changeset = {{r.Variable}}{{steps[0]}};

                    // No form shows what is stored: an input that is left empty leaves it as it is.
            {{string.Join('\n', kept)}}

                    return changeset{{(steps.Count == 1 ? "" : "\n" + Lines(steps.Skip(1), "            "))}};
                }
            """;
    }

    private static string Lines(IEnumerable<string> steps, string indent = "        ") => string.Join('\n', steps.Select(s => indent + s));

    private static string Enum(Resource r, Field field) => $$"""
        namespace {{r.App.Module}};

        /// <summary>The {{field.Label.ToLowerInvariant()}} of {{r.Article}} {{r.Words}}.</summary>
        public enum {{r.EnumOf(field)}}
        {
        {{string.Join('\n', field.Values.Select(static v => $"    {Naming.Member(v)},"))}}
        }{{(field.HasWords ? "\n\n" + Texts(r, field) : "")}}
        """;

    private static string Texts(Resource r, Field field)
    {
        var type = r.EnumOf(field);
        string Cases(Func<string, string> text) => string.Join('\n', field.Values.Where(static v => v.Contains('_', StringComparison.Ordinal)).Select(v => $"        {type}.{Naming.Member(v)} => \"{text(v)}\","));
        return $$"""
            /// <summary>How the values are read.</summary>
            public static class {{type}}Text
            {
                /// <summary>By people: what a page shows.</summary>
                public static string Label(this {{type}} value) => value switch
                {
            {{Cases(Naming.Human)}}
                    _ => value.ToString(),
                };

                /// <summary>By programs: what is stored, and sent by forms and JSON.</summary>
                public static string Key(this {{type}} value) => value switch
                {
            {{Cases(static v => v)}}
                    _ => value.ToString().ToLowerInvariant(),
                };
            }
            """;
    }

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
