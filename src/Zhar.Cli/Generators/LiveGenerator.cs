using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>Live pages: list, show, form, and their tests.</summary>
internal static class LiveGenerator
{
    private const string Quotes = "\"\"\"";

    internal static void Add(Generation generation, string context, Resource r)
    {
        if (!r.App.HasLive)
            throw new CliException($"{r.App.Module} has no live pages.", r.App.HasHtml ? $"zhar gen html {context} {r.Name} {r.Table} …" : $"zhar gen json {context} {r.Name} {r.Table} …");
        var folder = $"{r.App.Web}/Live/{r.Name}";
        generation.Make($"{folder}/{r.Name}IndexLive.cs", Index(context, r));
        generation.Make($"{folder}/{r.Name}ShowLive.cs", Show(context, r));
        generation.Make($"{folder}/{r.Name}FormLive.cs", Form(context, r));
        generation.Make($"test/{r.App.Web}/{r.Name}LiveTests.cs", Tests(context, r));
        string[] routes =
        [
            $"Live<{r.Name}IndexLive>(\"/{r.Table}\", action: \"index\");",
            $"Live<{r.Name}FormLive>(\"/{r.Table}/new\", action: \"new\");",
            $"Live<{r.Name}ShowLive>(\"/{r.Table}/:id\", action: \"show\");",
            $"Live<{r.Name}FormLive>(\"/{r.Table}/:id/edit\", action: \"edit\");",
        ];
        generation.Edit($"{r.App.Web}/Router.cs", source => RouterEdit.AddLive(source, routes), $"The router was changed, and has no pipeline Browser. Add to it by hand, in a scope with pages:\n\n    s.{string.Join("\n    s.", routes)}");
        generation.NextSteps.Add($"zhar server, then http://localhost:4000/{r.Table}");
    }

    private static string Path(Resource r, string action, string variable) => $"Paths.{r.Plural}.{action}({r.KeyText(variable)})";

    private static string Globalization(Resource r) => r.App.HasBinaryIds ? "" : "using System.Globalization;\n";

    private static string Index(string context, Resource r)
    {
        var catalog = HtmlGenerator.Lower(context);
        return $$"""
            using System.Collections.Immutable;
            {{Globalization(r)}}{{r.Usings(context)}}
            using Zhar;
            using Zhar.Live;
            using Zhar.Web;
            using static Zhar.Live.CoreComponents;
            using static Zhar.Web.Markup;

            namespace {{r.App.Web}};

            /// <summary>All {{r.PluralTitle.ToLowerInvariant()}}.</summary>
            public sealed partial class {{r.Name}}IndexLive({{context}} {{catalog}}) : LiveView<{{r.Name}}IndexLive.Assigns>
            {
                public sealed record Assigns(ImmutableList<{{r.Name}}> All);

                private static IReadOnlyList<TableColumn<{{r.Name}}>> Columns =>
                [
            {{string.Join('\n', r.Public.Select(static f => $"        new(\"{f.Label}\", x => $\"{{{FormCode.Value(f, "x").Replace("\"", "\\\"", StringComparison.Ordinal)}}}\"),")).Replace("\\\"", "\"", StringComparison.Ordinal)}}
                ];

                protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
                {
                    PageTitle = "{{r.PluralTitle}}";
                    return new Assigns([.. await {{catalog}}.List{{r.Plural}}()]);
                }

                [Event] private async Task Delete({{r.KeyType}} id)
                {
                    (await {{catalog}}.Delete{{r.Name}}(await {{catalog}}.Get{{r.Name}}(id))).OrThrow();
                    State = State with { All = State.All.RemoveAll(x => x.Id == id) };
                    PutFlash("info", "{{r.Title}} deleted.");
                }

                protected override Html Render(Assigns a) => ${{Quotes}}
                    {Header($"{{r.PluralTitle}}", actions: NavigateLink($"New {{r.Words}}", Paths.{{r.Plural}}.New(), rest: Attrs.Of(("class", "button"))))}
                    {If(a.All.Count == 0, () => $"<p class=\"empty\">There are no {{r.PluralTitle.ToLowerInvariant()}} yet.</p>", () => Table("{{r.Table}}", a.All, x => x.Id, Columns, Actions))}
                    {{Quotes}};

                private static Html Actions({{r.Name}} x) => ${{Quotes}}
                    {NavigateLink($"Show", {{Path(r, "Show", "x")}})} {NavigateLink($"Edit", {{Path(r, "Edit", "x")}})}
                    <button type="button" class="danger" phx-click="{On.Delete.With(("id", {{(r.App.HasBinaryIds ? "x.Id.ToString()" : "x.Id")}}))}" data-confirm="Delete this {{r.Words}}?">Delete</button>
                    {{Quotes}};
            }
            """;
    }

    private static string Show(string context, Resource r)
    {
        var items = string.Join(",\n", r.Public.Select(f => $"            new(\"{f.Label}\", $\"{{{FormCode.Value(f, "a." + r.Name)}}}\")"));
        return $$"""
            {{Globalization(r)}}{{r.Usings(context)}}
            using Zhar;
            using Zhar.Live;
            using Zhar.Web;
            using static Zhar.Live.CoreComponents;

            namespace {{r.App.Web}};

            /// <summary>One {{r.Words}}.</summary>
            public sealed partial class {{r.Name}}ShowLive({{context}} {{HtmlGenerator.Lower(context)}}) : LiveView<{{r.Name}}ShowLive.Assigns>
            {
                public sealed record Assigns({{r.Name}} {{r.Name}});

                protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
                {
                    PageTitle = "{{r.Title}}";
                    return new Assigns(await {{HtmlGenerator.Lower(context)}}.Get{{r.Name}}(p.Get<{{r.KeyType}}>("id")));
                }

                protected override Html Render(Assigns a) => ${{Quotes}}
                    {Header($"{{r.Title}} {a.{{r.Name}}.Id}", actions: Links(a.{{r.Name}}))}
                    {DataList([
            {{items}}])}
                    {{Quotes}};

                private static Html Links({{r.Name}} x) => ${{Quotes}}
                    {NavigateLink($"Back", Paths.{{r.Plural}}.Index(), rest: Attrs.Of(("class", "button quiet")))}
                    {NavigateLink($"Edit", {{Path(r, "Edit", "x")}}, rest: Attrs.Of(("class", "button")))}
                    {{Quotes}};
            }
            """;
    }

    private static string Form(string context, Resource r)
    {
        var catalog = HtmlGenerator.Lower(context);
        return $$"""
            {{Globalization(r)}}{{r.Usings(context)}}
            using Zhar;
            using Zhar.Data;
            using Zhar.Live;
            using Zhar.Web;
            using static Zhar.Live.CoreComponents;
            using static Zhar.Web.FormComponents;

            namespace {{r.App.Web}};

            /// <summary>The form of a new {{r.Words}} and of one that is stored.</summary>
            public sealed partial class {{r.Name}}FormLive({{context}} {{catalog}}) : LiveView<{{r.Name}}FormLive.Assigns>
            {
                public sealed record Assigns({{r.Name}} {{r.Name}}, Changeset<{{r.Name}}> Changeset)
                {
                    public bool IsNew => {{r.Name}}.Id == default;
                }

                protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
                {
                    var {{r.Variable}} = Socket.Action == "new" ? new {{r.Name}}() : await {{catalog}}.Get{{r.Name}}(p.Get<{{r.KeyType}}>("id"));
                    PageTitle = Socket.Action == "new" ? "New {{r.Words}}" : "Edit {{r.Words}}";
                    return new Assigns({{r.Variable}}, {{catalog}}.Change{{r.Name}}({{r.Variable}}));
                }

                [Event] private void Validate(Params p) =>
                    State = State with { Changeset = {{catalog}}.Change{{r.Name}}(State.{{r.Name}}, p.Nested("{{r.Param}}")).WithAction(ChangesetAction.Validate) };

                [Event] private async Task<LiveAction> Save(Params p)
                {
                    var attributes = p.Nested("{{r.Param}}");
                    switch (State.IsNew ? await {{catalog}}.Create{{r.Name}}(attributes) : await {{catalog}}.Update{{r.Name}}(State.{{r.Name}}, attributes))
                    {
                        case Ok<{{r.Name}}>(var saved):
                            PutFlash("info", State.IsNew ? "{{r.Title}} created." : "{{r.Title}} saved.");
                            return PushNavigate({{Path(r, "Show", "saved")}});
                        case Invalid<{{r.Name}}>(var changeset):
                            State = State with { Changeset = changeset };
                            return default;
                        case var failure:
                            throw new InvalidOperationException($"The {{r.Words}} was not saved: {failure}.");
                    }
                }

                protected override Html Render(Assigns a) => ${{Quotes}}
                    {Header(Html.Text(a.IsNew ? "New {{r.Words}}" : "Edit {{r.Words}}"))}
                    <form id="{{r.Param}}-form" class="edit" phx-change="{On.Validate}" phx-submit="{On.Save}">
                      {Fields(new Form(a.Changeset, "{{r.Param}}"))}
                      <div class="actions"><button type="submit" phx-disable-with="Saving…">Save</button> {NavigateLink($"Cancel", a.IsNew ? Paths.{{r.Plural}}.Index() : {{Path(r, "Show", "a." + r.Name)}})}</div>
                    </form>
                    {{Quotes}};

                private static Html Fields(Form f) => ${{Quotes}}
            {{FormCode.Inputs(r, "        ", isLive: true)}}
                    {{Quotes}};
            }
            """;
    }

    private static string Tests(string context, Resource r)
    {
        var create = ContextGenerator.CanCreate(r);
        var text = r.Shown;
        var invalid = r.Required.FirstOrDefault(f => f.IsText);
        string Inputs(Func<Field, string> value) => string.Join(", ", r.Sampled.Where(static f => !f.IsBoolean).Select(f => $"(\"{r.Param}[{f.Name}]\", \"{value(f)}\")"));
        var made = create && text is not null ? $$"""


                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_made_by_the_form()
                {
                    await using var form = await Conn().Live("/{{r.Table}}/new");

                    await form.Form("#{{r.Param}}-form", {{Inputs(r.SampleOf)}}).Submit();
                    await using var page = await form.FollowNavigate();

                    Assert.Contains("{{r.SampleOf(text)}}", page.Text);
                    Assert.Contains("{{r.Title}} created.", page.Text);
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_changed_by_the_form()
                {
                    var {{r.Variable}} = (await Get<{{context}}>().Create{{r.Name}}(Valid)).OrThrow();
                    await using var form = await Conn().Live($"/{{r.Table}}/{{{r.Variable}}.Id}/edit");

                    await form.Form("#{{r.Param}}-form", {{Inputs(r.OtherOf)}}).Submit();
                    await using var page = await form.FollowNavigate();

                    Assert.Contains("{{r.OtherOf(text)}}", page.Text);
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_deleted_from_the_list()
                {
                    await Get<{{context}}>().Create{{r.Name}}(Valid);
                    await using var page = await Conn().Live("/{{r.Table}}");
                    Assert.True(page.Has("#{{r.Table}}", "{{r.SampleOf(text)}}"));

                    await page.Element("button", "Delete").Click();

                    Assert.False(page.Has("#{{r.Table}}"));
                }
            """ : "";
        var refused = invalid is null ? "" : $$"""


                [Fact]
                public async Task What_is_wrong_shows_while_it_is_typed()
                {
                    await using var form = await Conn().Live("/{{r.Table}}/new");

                    await form.Form("#{{r.Param}}-form", ("{{r.Param}}[{{invalid.Name}}]", "")).Change();

                    Assert.Contains("can't be blank", form.Text);
                }
            """;
        return $$"""
            using Zhar;
            using Zhar.Live.Testing;

            namespace {{r.App.Module}}.Tests;

            public sealed class {{r.Name}}LiveTests(TestApp app) : ConnCase(app)
            {
                private static readonly Params Valid = {{ContextGenerator.Samples(r, r.SampleOf)}};

                [Fact]
                public async Task The_list_is_there()
                {
                    await using var page = await Conn().Live("/{{r.Table}}");

                    Assert.Equal("{{r.PluralTitle}}", page.Element("h1").Text);
                }{{made}}{{refused}}{{ContextGenerator.SecretTest(context, r)}}
            }
            """;
    }
}
