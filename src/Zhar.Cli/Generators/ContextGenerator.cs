using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>A context: the functions that the rest of the program calls. One that exists gets the new functions at its end.</summary>
internal static class ContextGenerator
{
    internal static void Add(Generation generation, string context, Resource r)
    {
        Resource.CheckType(r.App, context, "context");
        if (context == r.Name)
            throw new CliException($"The context and the schema are both called '{context}'. A context is a part of what the program does, a schema a thing in it.", $"zhar gen context {context}s {r.Name} {r.Table} …");
        var file = $"{r.App.Module}/{context}/{context}.cs";
        if (generation.Exists(file))
        {
            generation.Edit(file, source => SourceEdit.AddToClass(source, context, Functions(r)), $"{file} has no class {context}. Add to it:\n\n{Functions(r)}");
        }
        else
        {
            generation.Make(file, $$"""
                using Zhar;
                using Zhar.Data;

                namespace {{r.App.Module}};

                /// <summary>All that the program can do with what belongs to {{context}}. Nobody else asks the repo for it.</summary>
                public sealed class {{context}}(Repo repo)
                {
                {{SourceEdit.Indented(Functions(r), "    ").TrimEnd('\n')}}
                }
                """);
        }

        Register(generation, context);
        generation.Make($"test/{r.App.Module}/{context}/{r.Plural}Tests.cs", Tests(context, r));
    }

    internal static void Register(Generation generation, string context)
    {
        var line = $"services.AddSingleton<{context}>();";
        generation.Edit($"{generation.App.Module}/Application.cs", source => SourceEdit.AddToMethod(source, "Configure", line), $"Add to Configure of {generation.App.Module}/Application.cs: {line}");
    }

    private static string Functions(Resource r) => $$"""
        // ---- {{r.Table.Replace('_', ' ')}} {{new string('-', Math.Max(3, 96 - r.Table.Length))}}

        /// <summary>All {{r.Table.Replace('_', ' ')}}, oldest first.</summary>
        public Task<List<{{r.Name}}>> List{{r.Plural}}() => repo.All(Query.From<{{r.Name}}>().OrderBy(x => x.Id));

        /// <summary>One of them.</summary>
        /// <exception cref="NotFoundException">There is none with this id: the answer to a request is 404.</exception>
        public Task<{{r.Name}}> Get{{r.Name}}({{r.KeyType}} id) => repo.GetOrThrow<{{r.Name}}>(id);

        /// <summary>Stores a new one.</summary>
        public Task<Result<{{r.Name}}>> Create{{r.Name}}(Params attributes) => repo.Insert({{r.Name}}.Changeset(new(), attributes));

        /// <summary>Changes what differs.</summary>
        public Task<Result<{{r.Name}}>> Update{{r.Name}}({{r.Name}} {{r.Variable}}, Params attributes) => repo.Update({{r.Name}}.Changeset({{r.Variable}}, attributes));

        /// <summary>Deletes it.</summary>
        public Task<Result<{{r.Name}}>> Delete{{r.Name}}({{r.Name}} {{r.Variable}}) => repo.Delete({{r.Variable}});

        /// <summary>What a form begins with, or what it shows after an input.</summary>
        public Changeset<{{r.Name}}> Change{{r.Name}}({{r.Name}} {{r.Variable}}, Params? attributes = null) => {{r.Name}}.Changeset({{r.Variable}}, attributes ?? Params.Empty);
        """;

    /// <summary>What a test fills in, as an expression.</summary>
    internal static string Samples(Resource r, Func<Field, string> value) => $"Params.Of({string.Join(", ", r.Sampled.Select(f => $"(\"{f.Name}\", \"{value(f)}\")"))})";

    /// <summary>Whether rows can be made in a test: a required reference needs a row of another table, which only its author can make.</summary>
    internal static bool CanCreate(Resource r) => !r.Required.Any(static f => f.IsReference);

    /// <summary>A test that nothing of a secret is on a page; empty when there is none whose sample could be found there.</summary>
    internal static string SecretTest(string context, Resource r) => CanCreate(r) && r.Sampled.FirstOrDefault(static f => f is { IsSecret: true, IsText: true }) is { } secret ? $$"""


            [Fact]
            public async Task {{secret.Label.Replace(' ', '_')}}_is_on_no_page()
            {
                var {{r.Variable}} = (await Get<{{context}}>().Create{{r.Name}}(Valid)).OrThrow();

                foreach (var path in (string[])["/{{r.Table}}", $"/{{r.Table}}/{{{r.Variable}}.Id}", $"/{{r.Table}}/{{{r.Variable}}.Id}/edit"])
                    Assert.DoesNotContain("{{r.SampleOf(secret)}}", (await Conn().Get(path)).HtmlResponse());
            }
        """ : "";

    private static string Tests(string context, Resource r)
    {
        var invalid = r.Required.FirstOrDefault(static f => !f.IsReference);
        var invalidTest = invalid is null ? "" : $$"""


                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_without_{{invalid.Name}}_is_refused()
                {
                    var refused = Assert.IsType<Invalid<{{r.Name}}>>(await {{context}}.Create{{r.Name}}(Valid.With("{{invalid.Name}}", "")));

                    Assert.Equal("can't be blank", Assert.Single(refused.Changeset.ErrorsOn(x => x.{{invalid.Property}})));
                }
            """;
        var checkUpdate = r.Sampled.FirstOrDefault(static f => f.IsText) is { } shown ? $$"""

                    Assert.Equal("{{r.OtherOf(shown)}}", (await {{context}}.Get{{r.Name}}({{r.Variable}}.Id)).{{shown.Property}});
            """ : $$"""

                    Assert.Equal({{r.Variable}}.Id, (await {{context}}.Get{{r.Name}}({{r.Variable}}.Id)).Id);
            """;
        var keptTest = CanCreate(r) && r.Sampled.FirstOrDefault(static f => f.IsSecret) is { } secret ? $$"""


                [Fact]
                public async Task {{secret.Label.Replace(' ', '_')}}_stays_when_a_form_leaves_it_empty()
                {
                    var {{r.Variable}} = (await {{context}}.Create{{r.Name}}(Valid)).OrThrow();

                    var saved = (await {{context}}.Update{{r.Name}}({{r.Variable}}, Valid.With("{{secret.Name}}", ""))).OrThrow();

                    Assert.Equal({{r.Variable}}.{{secret.Property}}, saved.{{secret.Property}});
                }
            """ : "";
        var create = CanCreate(r) ? $$"""
            [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_stored_and_found()
                {
                    var {{r.Variable}} = (await {{context}}.Create{{r.Name}}(Valid)).OrThrow();

                    Assert.Equal([{{r.Variable}}.Id], (await {{context}}.List{{r.Plural}}()).Select(x => x.Id));
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_changed()
                {
                    var {{r.Variable}} = (await {{context}}.Create{{r.Name}}(Valid)).OrThrow();

                    (await {{context}}.Update{{r.Name}}({{r.Variable}}, {{Samples(r, r.OtherOf)}})).OrThrow();
            {{checkUpdate}}
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_deleted()
                {
                    var {{r.Variable}} = (await {{context}}.Create{{r.Name}}(Valid)).OrThrow();

                    (await {{context}}.Delete{{r.Name}}({{r.Variable}})).OrThrow();

                    await Assert.ThrowsAsync<NotFoundException>(() => {{context}}.Get{{r.Name}}({{r.Variable}}.Id));
                }
            """ : $$"""
            [Fact]
                public async Task At_first_there_are_none() => Assert.Empty(await {{context}}.List{{r.Plural}}());
            """;
        return $$"""
            using Zhar;
            using Zhar.Data;

            namespace {{r.App.Module}}.Tests;

            public sealed class {{r.Plural}}Tests(TestApp app) : DataCase(app)
            {
                private static readonly Params Valid = {{Samples(r, r.SampleOf)}};

                private {{context}} {{context}} => Get<{{context}}>();

                {{create}}{{invalidTest}}{{keptTest}}
            }
            """;
    }
}
