using Zhar.Cli.Generators;

namespace Zhar.Cli.Tests;

public sealed class SourceEditTests
{
    private const string Router = """
        public sealed class Router : Zhar.Web.Router
        {
            private static readonly Pipeline Browser = new(p => p.Accepts("html"));
            private static readonly Pipeline Api = new(p => p.Accepts("json"));

            protected override void Routes()
            {
                Scope("/", Browser, s =>
                {
                    s.Get("/", PageController.Actions.Home); // the first page
                });
            }
        }
        """;

    [Fact]
    public void A_route_goes_to_the_end_of_its_scope_and_nothing_else_changes()
    {
        var edited = RouterEdit.AddToScope(Router, "/", "Browser", "s.Resources<UserController>(\"/users\");");

        Assert.Equal(
            Router.Replace("the first page\n", "the first page\n            s.Resources<UserController>(\"/users\");\n", StringComparison.Ordinal),
            edited);
    }

    [Fact]
    public void A_route_that_is_there_is_not_added_again()
    {
        var once = RouterEdit.AddToScope(Router, "/", "Browser", "s.Get(\"/a\", A.Actions.B);")!;

        Assert.Equal(once, RouterEdit.AddToScope(once, "/", "Browser", "s.Get(\"/a\", A.Actions.B);"));
    }

    [Fact]
    public void A_scope_that_is_missing_is_made()
    {
        var edited = RouterEdit.AddToScope(Router, "/api", "Api", "s.Resources<UserController>(\"/users\");");

        Assert.Contains("""
                    Scope("/api", Api, s =>
                    {
                        s.Resources<UserController>("/users");
                    });
            """, edited, StringComparison.Ordinal);
        Assert.Empty(SourceEdit.Root(edited!).GetDiagnostics());
    }

    [Fact]
    public void The_name_of_the_scope_is_the_one_of_the_router()
    {
        var edited = RouterEdit.AddToScope(Router.Replace("s =>", "routes =>", StringComparison.Ordinal).Replace("s.Get", "routes.Get", StringComparison.Ordinal), "/", "Browser", "s.Get(\"/a\", A.Actions.B);");

        Assert.Contains("    routes.Get(\"/a\", A.Actions.B);\n", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_of_one_expression_becomes_a_block()
    {
        var edited = RouterEdit.AddToScope("""
            class R
            {
                Pipeline Browser;
                void Routes()
                {
                    Scope("/", Browser, s => s.Get("/", P.Actions.Home));
                }
            }
            """, "/", "Browser", "s.Get(\"/a\", A.Actions.B);");

        Assert.Contains("s.Get(\"/\", P.Actions.Home);\n            s.Get(\"/a\", A.Actions.B);\n        });", edited, StringComparison.Ordinal);
        Assert.Empty(SourceEdit.Root(edited!).GetDiagnostics());
    }

    [Fact]
    public void A_router_without_the_pipeline_is_left_to_its_author() => Assert.Null(RouterEdit.AddToScope(Router, "/admin", "Admin", "s.Get(\"/a\", A.Actions.B);"));

    [Fact]
    public void A_router_that_does_not_compile_is_left_to_its_author() => Assert.Null(RouterEdit.AddToScope("class Router { void Routes( }", "/", "Browser", "s.Get(\"/a\", A.Actions.B);"));

    [Fact]
    public void A_live_route_goes_into_the_live_session()
    {
        var edited = RouterEdit.AddLive("""
            class R
            {
                Pipeline Browser;
                void Routes()
                {
                    Scope("/", Browser, s =>
                    {
                        s.LiveSession("app", live => live.PutLayout(L), live =>
                        {
                            live.Live<HomeLive>("/");
                        });
                    });
                }
            }
            """, ["Live<A>(\"/a\");"]);

        Assert.Contains("live.Live<HomeLive>(\"/\");\n                live.Live<A>(\"/a\");\n            });", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_using_goes_to_its_place()
    {
        const string Source = "using System.Text;\nusing MyApp;\nusing Zhar.Web;\nusing static Zhar.Web.Markup;\n\nclass A;\n";

        Assert.Equal(Source.Replace("using Zhar.Web;", "using Zhar;\nusing Zhar.Web;", StringComparison.Ordinal), SourceEdit.AddUsing(Source, "Zhar"));
        Assert.Equal(Source, SourceEdit.AddUsing(Source, "MyApp"));
        Assert.StartsWith("using System.IO;\nusing System.Text;", SourceEdit.AddUsing(Source, "System.IO"), StringComparison.Ordinal);
        Assert.Equal("using Zhar;\n\nclass A;", SourceEdit.AddUsing("class A;", "Zhar"));
    }

    [Fact]
    public void A_child_goes_in_front_of_the_endpoint()
    {
        var edited = SourceEdit.AddArgumentBefore("class A\n{\n    X Start() => Supervisor.RestForOne(\n        PubSub.Child(),\n        Endpoint.Child());\n}", "Supervisor.", "Endpoint.Child()", "Counter.Child()");

        Assert.Contains("        PubSub.Child(),\n        Counter.Child(),\n        Endpoint.Child());", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plug_goes_in_front_of_the_router()
    {
        var edited = SourceEdit.AddCallBefore("class A\n{\n    void P(B p) => p\n        .Session()\n        .Router<R>();\n}", "Router<", ".Socket<S>(\"/s\")");

        Assert.Contains("        .Session()\n        .Socket<S>(\"/s\")\n        .Router<R>();", edited, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diff_shows_what_came_and_what_went() =>
        Assert.Equal(["  a", "- b", "+ x", "  c", "  …", "  e", "+ f"], LineDiff.Of("a\nb\nc\nd\nd\ne\n", "a\nx\nc\nd\nd\ne\nf\n"));
}
