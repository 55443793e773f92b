using Microsoft.AspNetCore.Http;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Routing;

public sealed class RouterTests
{
    [Theory]
    [InlineData("GET", "/", "home")]
    [InlineData("GET", "/users", "index")]
    [InlineData("GET", "/users/", "index")]
    [InlineData("GET", "//users", "index")]
    [InlineData("GET", "/users/new", "new")]
    [InlineData("GET", "/users/7", "show 7")]
    [InlineData("HEAD", "/users/7", "show 7")]
    [InlineData("GET", "/users/a%2Fb", "show a/b")]
    [InlineData("GET", "/users/a%252Fb", "show a%2Fb")]
    [InlineData("GET", "/users/a%252fb%2Fc", "show a%2fb/c")]
    [InlineData("GET", "/users/%25252F", "show %252F")]
    [InlineData("GET", "/users/a%252Fb?x=%2F", "show a%2Fb")]
    [InlineData("GET", "/files/a%252Fb/c%2Fd", "files a%2Fb/c/d")]
    [InlineData("GET", "/users/%C3%A9", "show é")]
    [InlineData("POST", "/users/7", "any POST")]
    [InlineData("PROPFIND", "/users/7", "any PROPFIND")]
    [InlineData("GET", "/v12/ping", "version 12")]
    [InlineData("GET", "/files", "files ")]
    [InlineData("GET", "/files/a/b.txt", "files a/b.txt")]
    [InlineData("GET", "/shared/fixed/x", "one x")]
    [InlineData("GET", "/shared/other/x", "two other")]
    public async Task Of_all_routes_that_fit_the_first_one_answers(string verb, string path, string expected)
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/", Actions.Text("home"));
            s.Get("/users", Actions.Text("index"));
            s.Get("/users/new", Actions.Text("new"));
            s.Get("/users/:id", Actions.Text(c => "show " + c.Params["id"]));
            s.Match("*", "/users/:id", Actions.Text(c => "any " + c.Request.Method));
            s.Get("/v:version/ping", Actions.Text(c => "version " + c.PathParams["version"]));
            s.Get("/files/*path", Actions.Text(c => "files " + c.PathParams["path"]));
            s.Get("/shared/fixed/:x", Actions.Text(c => "one " + c.PathParams["x"]));
            s.Get("/shared/:y/x", Actions.Text(c => "two " + c.PathParams["y"]));
        });

        var conn = await app.Conn().Send(verb, path);

        Assert.Equal(expected, conn.TextResponse());
    }

    [Fact]
    public async Task A_response_is_kept_by_no_shared_cache_unless_it_says_so()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/", Actions.Text("x"));
            s.Get("/news", Actions.Text(static c => $"{c.Response.Headers.CacheControl = "public, max-age=60"}"));
        });

        Assert.Equal("max-age=0, private, must-revalidate", (await app.Conn().Get("/")).Header("cache-control"));
        Assert.Equal("public, max-age=60", (await app.Conn().Get("/news")).Header("cache-control"));
    }

    [Theory]
    [InlineData("//evil.example", "/evil.example")]
    [InlineData("///evil.example?page=2", "/evil.example?page=2")]
    [InlineData("/%5Cevil.example", "/%5Cevil.example")]
    public async Task The_path_of_a_request_is_one_of_this_site_however_it_was_written(string asked, string path)
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Get("/:page", Actions.Text(static c => c.CurrentPath)));

        Assert.Equal(path, (await app.Conn().Get(asked)).TextResponse());
    }

    [Fact]
    public async Task A_parameter_that_was_declared_first_wins_over_a_literal_behind_it()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/users/:id", Actions.Text("show"));
            s.Get("/users/new", Actions.Text("new"));
        });

        Assert.Equal("show", (await app.Conn().Get("/users/new")).TextResponse());
        Assert.Contains(app.Log.Entries, e => e.ToString().Contains("GET /users/new → function is never reached: GET /users/:id → function comes first", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/Users/7")]
    [InlineData("DELETE", "/users/7")]
    [InlineData("GET", "/users/7/8")]
    [InlineData("GET", "/v/ping")]
    public async Task A_path_or_a_verb_without_a_route_is_answered_with_404(string verb, string path)
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/users/:id", Actions.Text("show"));
            s.Get("/v:version/ping", Actions.Text("ping"));
        });

        Assert.Equal("404 Not Found\n", (await app.Conn().Send(verb, path)).TextResponse(404));
    }

    [Fact]
    public async Task Scopes_nest_and_their_pipelines_run_from_the_outside_in()
    {
        var outer = new Pipeline(static p => p.Plug(static c => Note(c, "outer")));
        var inner = new Pipeline(static p => p.Plug(static c => Note(c, "inner")));
        await using var app = await FunctionEndpoint.Start(_ => { }, s => s.Scope("/admin", outer, a =>
        {
            a.Get("/", Actions.Text(Notes));
            a.Scope("/deep", inner, d => d.Get("/:x", Actions.Text(Notes)));
        }));

        Assert.Equal("outer", (await app.Conn().Get("/admin")).TextResponse());
        Assert.Equal("outer inner", (await app.Conn().Get("/admin/deep/1")).TextResponse());
    }

    [Fact]
    public async Task A_pipeline_counts_for_the_routes_behind_it_and_so_does_an_assign()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/before", Actions.Text(Notes));
            s.Assign("notes", "set").PipeThrough(new Pipeline(static p => p.Plug(static c => Note(c, "piped"))));
            s.Get("/after", Actions.Text(Notes));
        });

        Assert.Equal("(null)", (await app.Conn().Get("/before")).TextResponse());
        Assert.Equal("set piped", (await app.Conn().Get("/after")).TextResponse());
    }

    [Fact]
    public async Task A_plug_that_halts_keeps_the_action_from_running()
    {
        var ran = false;
        var guard = new Pipeline(static p => p
            .Plug(static async c =>
            {
                await Task.Yield();
                await c.SendText("stop", 403);
                c.Halt();
            })
            .Plug(static c => throw new InvalidOperationException("behind the halt")));
        await using var app = await FunctionEndpoint.Start(_ => { }, s => s.Scope("/", guard, a => a.Get("/", Actions.Do(_ => ran = true))));

        Assert.Equal("stop", (await app.Conn().Get("/")).TextResponse(403));
        Assert.False(ran);
    }

    [Fact]
    public async Task Hosts_limit_a_scope_by_name_or_by_beginning()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Scope("/", a => a.Get("/", Actions.Text("api")), hosts: ["api."]);
            s.Scope("/", a => a.Get("/", Actions.Text("one")), hosts: ["one.example", "two.example"]);
            s.Get("/", Actions.Text("other"));
        });

        Assert.Equal("api", (await app.Conn().From("api.example.com").Get("/")).TextResponse());
        Assert.Equal("one", (await app.Conn().From("Two.example").Get("/")).TextResponse());
        Assert.Equal("other", (await app.Conn().From("example.com").Get("/")).TextResponse());
    }

    [Fact]
    public async Task A_forward_moves_the_prefix_and_another_router_sees_the_rest()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Forward("/admin", p => p.Router<AdminRouter>());
            s.Forward("/raw", (RequestDelegate)(c => c.SendText($"{c.Request.PathBase}|{c.Request.Path}")));
        });

        Assert.Equal("admin 7 /admin", (await app.Conn().Get("/admin/users/7")).TextResponse());
        Assert.Equal("/raw|/a/b", (await app.Conn().Post("/raw/a/b")).TextResponse());
        (await app.Conn().Get("/admin/nowhere")).ResponseBody(404);
    }

    [Fact]
    public async Task Resources_make_the_routes_of_the_actions_that_the_controller_has()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
            s.Resources<PostController>("/posts", except: [ResourceAction.Delete], nested: n => n.Resources<PostController>("/comments", only: [ResourceAction.Index], param: "key")));
        var conn = app.Conn();

        Assert.Equal("Index", (await conn.Get("/posts")).TextResponse());
        Assert.Equal("New", (await conn.Get("/posts/new")).TextResponse());
        Assert.Equal("Show id=3", (await conn.Get("/posts/3")).TextResponse());
        Assert.Equal("Edit id=3", (await conn.Get("/posts/3/edit")).TextResponse());
        Assert.Equal("Create", (await conn.Post("/posts")).TextResponse());
        Assert.Equal("Update id=3", (await conn.Put("/posts/3")).TextResponse());
        Assert.Equal("Update id=3", (await conn.Patch("/posts/3")).TextResponse());
        Assert.Equal("Index post_id=3", (await conn.Get("/posts/3/comments")).TextResponse());
        (await conn.Delete("/posts/3")).ResponseBody(404);
        (await conn.Get("/posts/3/comments/4")).ResponseBody(404);
    }

    [Fact]
    public async Task A_singleton_has_no_index_and_no_key()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Resources<PostController>("/profile", singleton: true));

        Assert.Equal("Show", (await app.Conn().Get("/profile")).TextResponse());
        Assert.Equal("Delete", (await app.Conn().Delete("/profile")).TextResponse());
    }

    [Fact]
    public void Wrong_declarations_are_refused_with_what_to_write()
    {
        static Exception Declare(Action<RouteScope> routes) => Assert.ThrowsAny<ArgumentException>(() => new FunctionRouter(new Wiring(_ => { }, routes)).Declare());

        Assert.Contains("has to begin with a slash. Write \"/users\"", Declare(static s => s.Get("users", Actions.Text(""))).Message, StringComparison.Ordinal);
        Assert.Contains("comes last", Declare(static s => s.Get("/*rest/x", Actions.Text(""))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Declare(static s => s.Get("/:a/:a", Actions.Text(""))).Message, StringComparison.Ordinal);
        Assert.Contains("a colon and a name", Declare(static s => s.Get("/:1", Actions.Text(""))).Message, StringComparison.Ordinal);
        Assert.Contains("not both", Declare(static s => s.Resources<PostController>("/p", only: [ResourceAction.Index], except: [ResourceAction.Show])).Message, StringComparison.Ordinal);
        Assert.Contains("fixed prefix", Declare(static s => s.Forward("/:x", (RequestDelegate)(_ => Task.CompletedTask))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_are_listed_and_found_by_url()
    {
        var routes = RouteInfo.Of<ListedRouter>();

        Assert.Equal("GET   /users      function  [Api]\nPOST  /users/:id  function  [Api]\n", RouteInfo.Format(routes));
        Assert.Equal("7", RouteInfo.Find<ListedRouter>("post", "/users/7")!.Parameters!["id"]);
        Assert.Null(RouteInfo.Find<ListedRouter>("GET", "/users/7"));
    }

    [Fact]
    public async Task A_path_of_thousands_of_segments_is_a_plain_404()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Get("/:a/:b", Actions.Text("x")));

        (await app.Conn().Get("/" + string.Join('/', Enumerable.Repeat("a", 5000)))).ResponseBody(404);
    }

    [Fact]
    public async Task A_route_and_a_scope_leave_values_for_their_requests()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Scope("/", static a =>
        {
            a.Assign("from", "scope").PutPrivate("library", 1);
            a.Get("/one", Actions.Text(Values)).Assign("from", "route").PutPrivate("more", 2);
            a.Get("/two", Actions.Text(Values));
        }));

        Assert.Equal("route 1 2", (await app.Conn().Get("/one")).TextResponse());
        Assert.Equal("scope 1 ", (await app.Conn().Get("/two")).TextResponse());

        static string Values(Conn c) => $"{c.Assigns["from"]} {c.GetPrivate("library")} {c.GetPrivate("more")}";
    }

    private static void Note(Conn conn, string text) => conn.Assign("notes", conn.Assigns["notes"] is string before ? $"{before} {text}" : text);

    private static string? Notes(Conn conn) => conn.Assigns["notes"] as string;

    public sealed class AdminRouter : Zhar.Web.Router
    {
        protected override void Routes() => Scope("/", s => s.Get("/users/:id", Actions.Text(c => $"admin {c.Params["id"]} {c.Request.PathBase}")));
    }

    public sealed class ListedRouter : Zhar.Web.Router
    {
        private static readonly Pipeline Api = new(_ => { });

        protected override void Routes() => Scope("/users", Api, s =>
        {
            s.Get("/", Actions.Text(""));
            s.Post("/:id", Actions.Text(""));
        });
    }

    public sealed class PostController : IControllerActions
    {
        public static ActionRef? FindAction(string name) => new(name, Actions.Text(c => string.Join(' ', [name, .. c.PathParams.Select(static p => $"{p.Key}={p.Value}")])), typeof(PostController));
    }
}
