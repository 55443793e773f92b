namespace Zhar.Cli.Generators;

/// <summary>A resource as JSON: controller, view, the types that are written, and their tests.</summary>
internal static class JsonGenerator
{
    internal static void Add(Generation generation, string context, Resource r)
    {
        var web = r.App.Web;
        generation.Make($"{web}/Controllers/{r.Name}ApiController.cs", Controller(context, r));
        generation.Make($"{web}/Controllers/{r.Name}ApiJson.cs", Views(context, r));
        generation.MakeUnlessThere($"{web}/Controllers/ErrorAnswer.cs", ErrorAnswer(r));
        generation.Make($"test/{web}/{r.Name}ApiControllerTests.cs", Tests(context, r));
        foreach (var type in (string[])[$"{r.Name}List", $"{r.Name}Answer", "ErrorAnswer"])
        {
            var attribute = $"[JsonSerializable(typeof({type}))]";
            generation.Edit($"{web}/{r.App.Module}Json.cs", source => SourceEdit.AddAttribute(source, $"{r.App.Module}Json", attribute), $"Add to the JsonSerializerContext of the application: {attribute}");
        }

        var route = $"s.Resources<{r.Name}ApiController>(\"/{r.Table}\");";
        generation.Edit($"{web}/Router.cs", source => RouterEdit.AddToScope(source, "/api", "Api", route), $"The router was changed, and has no pipeline Api. Add to it by hand, in the scope of the API:\n\n    {route}");
        generation.NextSteps.Add($"zhar server, then: curl http://localhost:4000/api/{r.Table}");
    }

    private static string Controller(string context, Resource r)
    {
        var catalog = HtmlGenerator.Lower(context);
        return $$"""
            using Microsoft.AspNetCore.Http;
            {{r.Usings(context)}}
            using Zhar;
            using Zhar.Data;
            using Zhar.Web;

            namespace {{r.App.Web}};

            /// <summary>{{r.PluralTitle}} for programs.</summary>
            public sealed partial class {{r.Name}}ApiController({{context}} {{catalog}}) : Controller
            {
                public async Task<IResult> Index(Conn conn) => Render(Index, await {{catalog}}.List{{r.Plural}}());

                public async Task<IResult> Show(Conn conn, {{r.KeyType}} id) => Render(Show, await {{catalog}}.Get{{r.Name}}(id));

                public async Task<IResult> Create(Conn conn, Params {{r.Variable}}) => await {{catalog}}.Create{{r.Name}}({{r.Variable}}) switch
                {
                    Ok<{{r.Name}}>(var made) => Created(Paths.Api.{{r.Plural}}.Show(made.Id), {{r.Name}}ApiJson.Show(made)),
                    Invalid<{{r.Name}}>(var changeset) => Render(Create, changeset).Status(422),
                    var failure => Fallback(failure),
                };

                public async Task<IResult> Update(Conn conn, {{r.KeyType}} id, Params {{r.Variable}}) => await {{catalog}}.Update{{r.Name}}(await {{catalog}}.Get{{r.Name}}(id), {{r.Variable}}) switch
                {
                    Ok<{{r.Name}}>(var saved) => Render(Show, saved),
                    Invalid<{{r.Name}}>(var changeset) => Render(Update, changeset).Status(422),
                    var failure => Fallback(failure),
                };

                public async Task<IResult> Delete(Conn conn, {{r.KeyType}} id)
                {
                    (await {{catalog}}.Delete{{r.Name}}(await {{catalog}}.Get{{r.Name}}(id))).OrThrow();
                    return NoContent();
                }
            }
            """;
    }

    private static string Views(string context, Resource r) => $$"""
        {{r.Usings(context)}}
        using Zhar.Data;

        namespace {{r.App.Web}};

        /// <summary>{{r.PluralTitle}} as JSON.</summary>
        public static class {{r.Name}}ApiJson
        {
            public static {{r.Name}}List Index(IReadOnlyList<{{r.Name}}> all) => new([.. all.Select(Data)]);

            public static {{r.Name}}Answer Show({{r.Name}} {{r.Variable}}) => new(Data({{r.Variable}}));

            public static ErrorAnswer Create(Changeset<{{r.Name}}> changeset) => ErrorAnswer.Of(changeset);

            public static ErrorAnswer Update(Changeset<{{r.Name}}> changeset) => ErrorAnswer.Of(changeset);

            private static {{r.Name}}Data Data({{r.Name}} x) => new(x.Id{{string.Concat(r.Public.Select(static f => $", x.{f.Property}{(!f.IsEnum ? "" : f.HasWords ? "?.Key()" : "?.ToString().ToLowerInvariant()")}"))}});
        }

        /// <summary>What a program sees of {{r.Article}} {{r.Words}}.</summary>
        public sealed record {{r.Name}}Data({{r.KeyType}} Id{{string.Concat(r.Public.Select(f => $", {(f.IsEnum ? "string?" : r.TypeOf(f))} {f.Property}"))}});

        public sealed record {{r.Name}}List(IReadOnlyList<{{r.Name}}Data> Data);

        public sealed record {{r.Name}}Answer({{r.Name}}Data Data);
        """;

    private static string ErrorAnswer(Resource r) => $$"""
        using Zhar.Data;

        namespace {{r.App.Web}};

        /// <summary>What is wrong, by field.</summary>
        public sealed record ErrorAnswer(Dictionary<string, string[]> Errors)
        {
            public static ErrorAnswer Of(Changeset changeset) =>
                new(changeset.Errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Text).ToArray()));
        }
        """;

    private static string Tests(string context, Resource r)
    {
        const string Quotes = "\"\"\"";
        var body = $"{{\"{r.Param}\":{{{string.Join(",", r.Sampled.Select(f => $"\"{f.Name}\":\"{r.SampleOf(f)}\""))}}}}}";
        var other = $"{{\"{r.Param}\":{{{string.Join(",", r.Sampled.Select(f => $"\"{f.Name}\":\"{r.OtherOf(f)}\""))}}}}}";
        var invalid = r.Required.FirstOrDefault(static f => !f.IsReference);
        var blank = $"{{\"{r.Param}\":{{\"{invalid?.Name}\":\"\"}}}}";
        var check = r.Shown is { } shown ? $"Assert.Equal(\"{r.OtherOf(shown)}\", changed.JsonResponse().GetProperty(\"data\").GetProperty(\"{shown.Name}\").GetString());" : "Assert.Equal(200, changed.Status);";
        var made = ContextGenerator.CanCreate(r) ? $$"""


                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_created_changed_and_deleted()
                {
                    var created = await Conn().Json("POST", "/api/{{r.Table}}", {{Quotes}}{{body}}{{Quotes}});
                    Assert.Equal(201, created.Status);
                    var path = created.Header("location")!;

                    var changed = await Conn().Json("PATCH", path, {{Quotes}}{{other}}{{Quotes}});
                    {{check}}

                    Assert.Equal(204, (await Conn().Json("DELETE", path, "{}")).Status);
                    Assert.Equal(404, (await Conn().PutHeader("accept", "application/json").Get(path)).Status);
                }
            """ : "";
        var refused = invalid is null ? "" : $$"""


                [Fact]
                public async Task What_is_wrong_is_named_by_field()
                {
                    var refused = await Conn().Json("POST", "/api/{{r.Table}}", {{Quotes}}{{blank}}{{Quotes}});

                    Assert.Equal("can't be blank", refused.JsonResponse(422).GetProperty("errors").GetProperty("{{invalid.Name}}")[0].GetString());
                }
            """;
        return $$"""
            namespace {{r.App.Module}}.Tests;

            public sealed class {{r.Name}}ApiControllerTests(TestApp app) : ConnCase(app)
            {
                [Fact]
                public async Task At_first_there_are_none() => Assert.Equal(0, (await Conn().Get("/api/{{r.Table}}")).JsonResponse().GetProperty("data").GetArrayLength());{{made}}{{refused}}
            }
            """;
    }
}
