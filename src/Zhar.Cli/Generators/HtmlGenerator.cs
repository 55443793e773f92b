using Zhar.Cli.Output;

namespace Zhar.Cli.Generators;

/// <summary>Pages of a controller: list, show, new, edit, and their tests.</summary>
internal static class HtmlGenerator
{
    internal static void Add(Generation generation, string context, Resource r)
    {
        if (!r.App.HasHtml)
            throw new CliException($"{r.App.Module} has no pages: it was made for JSON.", $"zhar gen json {context} {r.Name} {r.Table} …");
        generation.Make($"{r.App.Web}/Controllers/{r.Name}Controller.cs", Controller(context, r));
        generation.Make($"{r.App.Web}/Controllers/{r.Name}Html.cs", Views(context, r));
        generation.Make($"test/{r.App.Web}/{r.Name}ControllerTests.cs", Tests(context, r));
        var route = $"s.Resources<{r.Name}Controller>(\"/{r.Table}\");";
        generation.Edit($"{r.App.Web}/Router.cs", source => RouterEdit.AddToScope(source, "/", "Browser", route), $"The router was changed, and has no pipeline Browser. Add to it by hand, in a scope with pages:\n\n    {route}");
        generation.NextSteps.Add($"zhar server, then http://localhost:4000/{r.Table}");
    }

    private static string Controller(string context, Resource r) => $$"""
        using Microsoft.AspNetCore.Http;
        {{r.Usings(context)}}
        using Zhar;
        using Zhar.Data;
        using Zhar.Web;

        namespace {{r.App.Web}};

        /// <summary>{{r.PluralTitle}} as pages.</summary>
        public sealed partial class {{r.Name}}Controller({{context}} {{Lower(context)}}) : Controller
        {
            public async Task<IResult> Index(Conn conn) => Render(Index, await {{Lower(context)}}.List{{r.Plural}}());

            public async Task<IResult> Show(Conn conn, {{r.KeyType}} id) => Render(Show, await {{Lower(context)}}.Get{{r.Name}}(id));

            public IResult New(Conn conn) => Render(New, {{Lower(context)}}.Change{{r.Name}}(new {{r.Name}}()));

            public async Task<IResult> Create(Conn conn, Params {{r.Variable}})
            {
                switch (await {{Lower(context)}}.Create{{r.Name}}({{r.Variable}}))
                {
                    case Ok<{{r.Name}}>(var made):
                        conn.PutFlash("info", "{{r.Title}} created.");
                        return Redirect(to: Paths.{{r.Plural}}.Show(made.Id));
                    case Invalid<{{r.Name}}>(var changeset):
                        return Render(New, changeset).Status(422);
                    case var failure:
                        return Fallback(failure);
                }
            }

            public async Task<IResult> Edit(Conn conn, {{r.KeyType}} id) => Render(Edit, {{Lower(context)}}.Change{{r.Name}}(await {{Lower(context)}}.Get{{r.Name}}(id)));

            public async Task<IResult> Update(Conn conn, {{r.KeyType}} id, Params {{r.Variable}})
            {
                switch (await {{Lower(context)}}.Update{{r.Name}}(await {{Lower(context)}}.Get{{r.Name}}(id), {{r.Variable}}))
                {
                    case Ok<{{r.Name}}>(var saved):
                        conn.PutFlash("info", "{{r.Title}} saved.");
                        return Redirect(to: Paths.{{r.Plural}}.Show(saved.Id));
                    case Invalid<{{r.Name}}>(var changeset):
                        return Render(Edit, changeset).Status(422);
                    case var failure:
                        return Fallback(failure);
                }
            }

            public async Task<IResult> Delete(Conn conn, {{r.KeyType}} id)
            {
                (await {{Lower(context)}}.Delete{{r.Name}}(await {{Lower(context)}}.Get{{r.Name}}(id))).OrThrow();
                conn.PutFlash("info", "{{r.Title}} deleted.");
                return Redirect(to: Paths.{{r.Plural}}.Index());
            }
        }
        """;

    private static string Views(string context, Resource r)
    {
        const string Quotes = "\"\"\"";
        var heads = string.Concat(r.Public.Select(static f => $"<th scope=\"col\">{f.Label}</th>"));
        var cells = string.Concat(r.Public.Select(static f => $"<td>{{{FormCode.Value(f, "x")}}}</td>"));
        var items = string.Join('\n', r.Public.Select(f => $"          <dt>{f.Label}</dt><dd>{{{FormCode.Value(f, r.Variable)}}}</dd>"));
        return $$"""
            {{r.Usings(context)}}
            using Zhar.Data;
            using Zhar.Web;
            using static Zhar.Web.FormComponents;
            using static Zhar.Web.Markup;

            namespace {{r.App.Web}};

            /// <summary>The pages of {{r.PluralTitle.ToLowerInvariant()}}.</summary>
            public static class {{r.Name}}Html
            {
                public static Html Index(Conn conn, IReadOnlyList<{{r.Name}}> all) => ${{Quotes}}
                    <header class="page-header">
                      <h1>{{r.PluralTitle}}</h1>
                      <div class="page-actions"><a class="button" href="{Paths.{{r.Plural}}.New()}">New {{r.Words}}</a></div>
                    </header>
                    {If(all.Count == 0, () => $"<p class=\"empty\">There are no {{r.PluralTitle.ToLowerInvariant()}} yet.</p>", () => ${{Quotes}}
                        <div class="table-scroll"><table id="{{r.Table}}">
                          <thead><tr>{{heads}}<th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
                          <tbody>{Each(all, x => x.Id, x => Row(conn, x))}</tbody>
                        </table></div>
                        {{Quotes}})}
                    {{Quotes}};

                public static Html Show(Conn conn, {{r.Name}} {{r.Variable}}) => ${{Quotes}}
                    <header class="page-header">
                      <h1>{{r.Title}} {{{r.Variable}}.Id}</h1>
                      <div class="page-actions"><a class="button quiet" href="{Paths.{{r.Plural}}.Index()}">Back</a> <a class="button" href="{Paths.{{r.Plural}}.Edit({{r.Variable}}.Id)}">Edit</a></div>
                    </header>
                    <dl class="data-list">
            {{items}}
                    </dl>
                    {{Quotes}};

                public static Html New(Conn conn, Changeset<{{r.Name}}> changeset) => ${{Quotes}}
                    <header class="page-header"><h1>New {{r.Words}}</h1></header>
                    {Fields(conn, changeset, Paths.{{r.Plural}}.Create(), Paths.{{r.Plural}}.Index())}
                    {{Quotes}};

                public static Html Edit(Conn conn, Changeset<{{r.Name}}> changeset) => ${{Quotes}}
                    <header class="page-header"><h1>Edit {{r.Words}}</h1></header>
                    {Fields(conn, changeset, Paths.{{r.Plural}}.Update(changeset.Data.Id), Paths.{{r.Plural}}.Show(changeset.Data.Id))}
                    {{Quotes}};

                private static Html Row(Conn conn, {{r.Name}} x) => ${{Quotes}}
                    <tr>
                      {{cells}}
                      <td><a href="{Paths.{{r.Plural}}.Show(x.Id)}">Show</a> <a href="{Paths.{{r.Plural}}.Edit(x.Id)}">Edit</a> {ButtonTo($"Delete", Paths.{{r.Plural}}.Delete(x.Id), conn.CsrfToken, "delete", Attrs.Of(("class", "danger"), ("data-confirm", "Delete this {{r.Words}}?")))}</td>
                    </tr>
                    {{Quotes}};

                private static Html Fields(Conn conn, Changeset<{{r.Name}}> changeset, string action, string back) => FormFor(new Form(changeset, "{{r.Param}}"), action, conn.CsrfToken, f => ${{Quotes}}
            {{FormCode.Inputs(r, "        ")}}
                    <div class="actions"><button type="submit">Save</button> <a href="{back}">Cancel</a></div>
                    {{Quotes}}, rest: Attrs.Of(("class", "edit")));
            }
            """;
    }

    private static string Tests(string context, Resource r)
    {
        var create = ContextGenerator.CanCreate(r);
        var text = r.Shown;
        var contains = text is null ? $"Assert.Contains(\"{r.Title}\", page.HtmlResponse());" : $"Assert.Contains(\"{r.SampleOf(text)}\", page.HtmlResponse());";
        var invalid = r.Required.FirstOrDefault(static f => !f.IsReference);
        var made = create ? $$"""


                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_made_and_shown()
                {
                    var sent = await SendForm(Conn(), "/{{r.Table}}/new", "/{{r.Table}}", Params.Of(("{{r.Param}}", Valid)));
                    var page = await sent.FollowRedirect();

                    {{contains}}
                    Assert.Contains("{{r.Title}} created.", page.Body);
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_changed()
                {
                    var {{r.Variable}} = (await Get<{{context}}>().Create{{r.Name}}(Valid)).OrThrow();

                    var sent = await SendForm(Conn(), $"/{{r.Table}}/{{{r.Variable}}.Id}/edit", $"/{{r.Table}}/{{{r.Variable}}.Id}", Params.Of(("{{r.Param}}", {{ContextGenerator.Samples(r, r.OtherOf)}})), "put");

                    Assert.Contains("{{(text is null ? $"{r.Title} saved." : r.OtherOf(text))}}", (await sent.FollowRedirect()).HtmlResponse());
                }

                [Fact]
                public async Task {{r.Title.Replace(' ', '_')}}_is_deleted()
                {
                    var {{r.Variable}} = (await Get<{{context}}>().Create{{r.Name}}(Valid)).OrThrow();

                    var sent = await SendForm(Conn(), "/{{r.Table}}", $"/{{r.Table}}/{{{r.Variable}}.Id}", Params.Empty, "delete");

                    Assert.Equal("/{{r.Table}}", sent.RedirectedTo());
                    Assert.Equal(404, (await sent.Get($"/{{r.Table}}/{{{r.Variable}}.Id}")).Status);
                }
            """ : "";
        var refused = invalid is null ? "" : $$"""


                [Fact]
                public async Task What_is_wrong_is_said_beside_the_field()
                {
                    var page = await SendForm(Conn(), "/{{r.Table}}/new", "/{{r.Table}}", Params.Of(("{{r.Param}}", Valid.With("{{invalid.Name}}", ""))));

                    Assert.Contains("can&#39;t be blank", page.HtmlResponse(422));
                }
            """;
        return $$"""
            using Zhar;

            namespace {{r.App.Module}}.Tests;

            public sealed class {{r.Name}}ControllerTests(TestApp app) : ConnCase(app)
            {
                private static readonly Params Valid = {{ContextGenerator.Samples(r, r.SampleOf)}};

                [Fact]
                public async Task The_list_is_there() => Assert.Contains("{{r.PluralTitle}}", (await Conn().Get("/{{r.Table}}")).HtmlResponse());

                [Fact]
                public async Task What_is_not_there_is_404() => Assert.Equal(404, (await Conn().Get("/{{r.Table}}/{{r.UnknownKey}}")).Status);{{made}}{{refused}}{{ContextGenerator.SecretTest(context, r)}}
            }
            """;
    }

    internal static string Lower(string context) => Names.Naming.Camel(context) is var name && Names.Naming.IsKeyword(name) ? "@" + name : Names.Naming.Camel(context);
}
