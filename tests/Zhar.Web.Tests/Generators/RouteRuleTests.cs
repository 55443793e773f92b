using Microsoft.CodeAnalysis;
using Zhar.Web.Generators.Routing;

namespace Zhar.Web.Tests.Generators;

/// <summary>What is said about routes, and the helpers that they get.</summary>
public sealed class RouteRuleTests
{
    private const string Controllers = """
        public sealed partial class UserController : Controller
        {
            public IResult Index(int page = 1, string? q = null) => NoContent();
            public IResult Show(int id) => NoContent();
            public IResult New() => NoContent();
            public IResult Update(int id) => NoContent();
        }
        public sealed partial class PostController : Controller
        {
            public IResult Index() => NoContent();
            public IResult Show(Guid id) => NoContent();
            public IResult Users() => NoContent();
        }
        """;

    [Theory]
    [InlineData("ZHAR0211", "GET /users/new: GET /users/:id", "s.Get(\"/users/:id\", UserController.Actions.Show); s.Get(\"/users/new\", UserController.Actions.New);")]
    [InlineData("ZHAR0211", "GET /a: GET /a", "s.Get(\"/a\", UserController.Actions.Show); s.Get(\"/a\", UserController.Actions.New);")]
    [InlineData("ZHAR0211", "POST /files/a/b: * /files/*path", "s.Match(\"*\", \"/files/*path\", UserController.Actions.Show); s.Post(\"/files/a/b\", UserController.Actions.New);")]
    [InlineData("ZHAR0211", "GET /v2/x: GET /v:version/x", "s.Get(\"/v:version/x\", UserController.Actions.Show); s.Get(\"/v2/x\", UserController.Actions.New);")]
    [InlineData("ZHAR0211", "GET /x/users: GET /x/:any", "s.Scope(\"/x\", i => i.Get(\"/:any\", UserController.Actions.Show)); s.Resources<UserController>(\"/x/users\", only: [Index]);")]
    [InlineData("ZHAR0212", "'path' is not known", "var path = \"/x\".ToUpper(); s.Get(path, UserController.Actions.Show);")]
    [InlineData("ZHAR0214", "has to begin with a slash", "s.Get(\"users\", UserController.Actions.Show);")]
    [InlineData("ZHAR0214", "comes last", "s.Get(\"/*path/x\", UserController.Actions.Show);")]
    [InlineData("ZHAR0214", "at the end of its segment", "s.Get(\"/:id.json\", UserController.Actions.Show);")]
    [InlineData("ZHAR0214", "a query", "s.Get(\"/users?a=1\", UserController.Actions.Show);")]
    [InlineData("ZHAR0214", "twice", "s.Scope(\"/:id\", i => i.Get(\"/:id\", UserController.Actions.Show));")]
    [InlineData("ZHAR0213", "'Paths.A.B.Show'", "s.Get(\"/a/:id/b\", UserController.Actions.Show); s.Get(\"/a/b/:id\", UserController.Actions.Show);")]
    public async Task What_is_wrong_with_a_route_is_reported(string id, string part, string routes)
    {
        var found = Assert.Single(await WebSources.Analyze(Router(routes)));

        Assert.Equal(id, found.Id);
        Assert.Contains(part, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.Resources<UserController>(\"/users\"); s.Get(\"/users/:id/new\", UserController.Actions.New);")]
    [InlineData("s.Scope(\"/\", a => a.Get(\"/x\", UserController.Actions.New), hosts: [\"api.\"]); s.Get(\"/x\", UserController.Actions.New);")]
    [InlineData("s.Get(\"/x\", UserController.Actions.New); s.Post(\"/x\", UserController.Actions.New);")]
    [InlineData("s.Get(\"/:a/b\", PostController.Actions.Index); s.Get(\"/a/:b\", PostController.Actions.Users);")]
    [InlineData("s.Get(\"/x\", conn => Task.CompletedTask).Add(b => b.Metadata.Add(1));")]
    public async Task Routes_that_do_not_get_in_each_others_way_are_fine(string routes)
    {
        Assert.Empty(await WebSources.Analyze(Router(routes)));
        Assert.Empty(WebSources.Problems(Router(routes)));
    }

    [Theory]
    [InlineData("s.Resources<UserController>(\"/users\");", "Paths+Users", "Users.Index(int? page = null, string? q = null, PathQuery query = default(PathQuery))|Users.New(PathQuery query = default(PathQuery))|Users.Show(int id, PathQuery query = default(PathQuery))|Users.Show(IRouteParam id, PathQuery query = default(PathQuery))|Users.Update(int id, PathQuery query = default(PathQuery))|Users.Update(IRouteParam id, PathQuery query = default(PathQuery))")]
    [InlineData("s.Resources<UserController>(\"/users\", only: [Show], nested: u => u.Resources<PostController>(\"/posts\", only: [Show]));", "Paths+Users+Posts", "Posts.Show(int userId, Guid id, PathQuery query = default(PathQuery))")]
    [InlineData("s.Resources<UserController>(\"/profile\", singleton: true, only: [Show]);", "Paths+Profile", "Profile.Show(int? id = null, PathQuery query = default(PathQuery))")]
    [InlineData("s.Get(\"/log-in\", PostController.Actions.Index);", "Paths", "Paths.LogIn(PathQuery query = default(PathQuery))")]
    [InlineData("s.Get(\"/\", PostController.Actions.Users); s.Get(\"/users\", PostController.Actions.Index); s.Get(\"/users/all\", PostController.Actions.Index);", "Paths", "Paths.UsersPath(PathQuery query = default(PathQuery))")]
    [InlineData("s.Get(\"/a/*rest\", PostController.Actions.Index);", "Paths", "Paths.A(string rest, PathQuery query = default(PathQuery))")]
    [InlineData("s.Get(\"/users/users\", PostController.Actions.Index); s.Get(\"/users\", PostController.Actions.Index);", "Paths+Users", "Users.Index(PathQuery query = default(PathQuery))|Users.UsersPaths(PathQuery query = default(PathQuery))")]
    [InlineData("s.Get(\"/users/:class\", PostController.Actions.Index);", "Paths", "Paths.Users(string @class, PathQuery query = default(PathQuery))|Paths.Users(IRouteParam @class, PathQuery query = default(PathQuery))")]
    public void A_helper_is_named_by_its_path_and_its_action(string routes, string type, string expected)
    {
        Assert.Equal(expected.Split('|').Select(static m => "string " + m), WebSources.Methods(Router(routes), type));
        Assert.Empty(WebSources.Problems(Router(routes)));
    }

    [Fact]
    public void A_router_has_its_helpers_beside_it_under_a_name_of_its_own()
    {
        const string source = """
            namespace Shop;
            public sealed class AdminRouter : Zhar.Web.Router { protected override void Routes() => Scope("/admin", s => { s.Get("/x", C.Actions.X); s.Get("/", C.Actions.X); }); }
            [Paths("Links")] internal sealed class Other : Zhar.Web.Router { protected override void Routes() => Scope("/", s => s.Get("/y", C.Actions.X)); }
            public sealed partial class C : Controller { public IResult X() => NoContent(); }
            public class Closed { public sealed class Router : Zhar.Web.Router { protected override void Routes() => Scope("/", s => s.Get("/z", C.Actions.X)); } }
            """;

        Assert.Equal(["string Admin.X(PathQuery query = default(PathQuery))"], WebSources.Methods(source, "Shop.AdminPaths+Admin"));
        Assert.Single(WebSources.Methods(source, "Shop.Links"));
        Assert.Empty(WebSources.Problems(source));
    }

    [Fact]
    public void A_forwarded_router_has_its_helpers_under_the_prefix_too()
    {
        var source = Router("s.Forward(\"/admin\", p => p.Router<AdminRouter>());") + """
            public sealed class AdminRouter : Zhar.Web.Router { protected override void Routes() => Scope("/", s => s.Resources<UserController>("/users", only: [Show])); }
            """;

        Assert.Equal("string Users.Show(int id, PathQuery query = default(PathQuery))", WebSources.Methods(source, "Paths+Admin+Users")[0]);
        Assert.Equal("string Users.Show(int id, PathQuery query = default(PathQuery))", WebSources.Methods(source, "AdminPaths+Users")[0]);
        Assert.Empty(WebSources.Problems(source));
    }

    [Theory]
    [InlineData("""public static Html X() => $"<a href=\"/usres\">x</a>";""", "\"/usres\"")]
    [InlineData("""public static Html X(int i) => $"<form action='/users/{i}/edit'></form>";""", "\"/users/{…}/edit\"")]
    [InlineData("""public static Conn X(Conn conn) => conn.RedirectTo("/nowhere");""", "\"/nowhere\"")]
    public async Task A_literal_path_that_leads_nowhere_is_noted(string member, string path)
    {
        var found = Assert.Single(await WebSources.Analyze(Router("s.Resources<UserController>(\"/users\");") + $"public static class Links {{ {member} }}"));

        Assert.Equal("ZHAR0215", found.Id);
        Assert.Contains($"No route leads to {path}. The nearest is", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""public static Html X() => $"<a href=\"/users?page=1#top\">x</a>";""")]
    [InlineData("""public static Html X(int i) => $"<a href=\"/users/{i}\">x</a>";""")]
    [InlineData("""public static Html X(string s) => $"<a href=\"{s}\">x</a><a href=\"/{s}\">y</a>";""")]
    [InlineData("""public static Html X() => $"<link href=\"/assets/app.css\"><a href=\"//cdn.example/x\">x</a><a href=\"https://example.com/x\">x</a>";""")]
    [InlineData("""public static string X() => "/usres";""")]
    public async Task A_literal_path_that_may_lead_somewhere_is_fine(string member) =>
        Assert.Empty(await WebSources.Analyze(Router("s.Resources<UserController>(\"/users\");") + $"public static class Links {{ {member} }}"));

    [Fact]
    public void A_change_in_another_file_generates_nothing_anew() => Assert.All(
        WebSources.Rerun(new PathsGenerator(), Router("s.Resources<UserController>(\"/users\");")),
        static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"a step ended as {reason}"));

    private static string Router(string routes) => $$"""
        public sealed class Router : Zhar.Web.Router
        {
            protected override void Routes() => Scope("/", s => { {{routes}} });
        }
        {{Controllers}}
        """;
}
