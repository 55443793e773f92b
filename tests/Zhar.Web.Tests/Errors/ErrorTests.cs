using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Errors;

public sealed class ErrorTests
{
    private const string Secret = "the secret of the exception <script>";

    private static Task<ConnTest> Start(string environment, Action<IServiceCollection>? services = null) => FunctionEndpoint.Start(
        static p => p.RequestId().ParseBody(),
        static s =>
        {
            s.Get("/fails", static _ => throw new InvalidOperationException(Secret, new FormatException("the cause")));
            s.Post("/fails", static _ => throw new InvalidOperationException(Secret));
            s.Get("/late", static async c =>
            {
                await c.SendChunked();
                await c.Chunk("begun");
                throw new InvalidOperationException(Secret);
            });
            s.Get("/teapot", static _ => throw new Teapot());
            s.Get("/params", Actions.Text(static c => c.Params["missing"]));
        },
        environment: environment,
        services: services);

    [Theory]
    [InlineData("text/html", "text/html; charset=utf-8", "Internal Server Error")]
    [InlineData("application/json", "application/problem+json", "\"title\":\"Internal Server Error\",\"status\":500")]
    [InlineData("text/plain", "text/plain; charset=utf-8", "500 Internal Server Error\n")]
    [InlineData("*/*", "text/plain; charset=utf-8", "500 Internal Server Error\n")]
    public async Task In_production_an_error_says_its_status_and_nothing_more(string accept, string type, string expected)
    {
        await using var app = await Start("Production");

        var conn = await app.Conn().PutHeader("accept", accept).Get("/fails");

        Assert.Equal(500, conn.Status);
        Assert.Equal(type, conn.Header("content-type"));
        Assert.Contains(expected, conn.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", conn.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", conn.Body, StringComparison.Ordinal);
        Assert.NotNull(conn.Header("x-request-id"));
        Assert.Contains(app.Log.Entries, e => e.Exception?.Message == Secret && e.Message.Contains(conn.Header("x-request-id")!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_development_the_page_shows_source_request_and_cause_and_keeps_secrets()
    {
        await using var app = await Start("Development");

        var conn = await app.Conn().PutHeader("accept", "text/html").PutHeader("authorization", "Bearer abc123").Post("/fails?x=%3Cb%3E", Params.Of(("password", "hunter2"), ("user", Params.Of(("name", "Ada"), ("api_key", "k3y")))));
        var page = conn.HtmlResponse(500);

        Assert.Contains("System.InvalidOperationException", page, StringComparison.Ordinal);
        Assert.Contains("the secret of the exception &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("ErrorTests.cs:", page, StringComparison.Ordinal);
        Assert.Contains("class=\"hit\"", page, StringComparison.Ordinal);
        Assert.Contains("user[name]", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        foreach (var hidden in new[] { "hunter2", "k3y", "abc123", "<script>", "<b>" })
            Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", conn.Header("content-security-policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_it_comes_as_text_for_terminals_and_as_problem_details_for_programs()
    {
        await using var app = await Start("Development");

        var text = (await app.Conn().Get("/fails")).TextResponse(500);
        var json = (await app.Conn().PutHeader("accept", "application/json").Get("/fails")).JsonResponse(500);

        Assert.StartsWith("# System.InvalidOperationException at GET /fails\n", text, StringComparison.Ordinal);
        Assert.Contains("caused by System.FormatException: the cause", text, StringComparison.Ordinal);
        Assert.Contains("      > ", text, StringComparison.Ordinal);
        Assert.Equal(Secret, json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task In_development_a_404_lists_the_routes()
    {
        await using var app = await Start("Development");

        var text = (await app.Conn().Get("/nowhere")).TextResponse(404);

        Assert.Contains("no route found for GET /nowhere", text, StringComparison.Ordinal);
        Assert.Contains("GET   /teapot", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_of_the_page_does_its_work_and_goes_back()
    {
        var repair = new Repair();
        await using var app = await Start("Development", s => s.AddSingleton<IDebugAction>(repair));
        var page = (await app.Conn().PutHeader("accept", "text/html").Get("/fails?a=1")).HtmlResponse(500);
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;

        Assert.Contains("<button>Repair it</button>", page, StringComparison.Ordinal);
        var conn = await app.Conn().Post("/__zhar__/debugger/action", Params.Of(("token", token), ("back", "/fails?a=1")));

        Assert.Equal("/fails?a=1", conn.RedirectedTo());
        Assert.Equal(1, repair.Runs);
        Assert.Equal(400, (await app.Conn().Post("/__zhar__/debugger/action", Params.Of(("token", token + "x"), ("back", "/")))).Status);
        Assert.Equal("/", (await app.Conn().Post("/__zhar__/debugger/action", Params.Of(("token", token), ("back", "//evil.example")))).RedirectedTo());
        Assert.Equal(2, repair.Runs);
    }

    [Fact]
    public async Task In_production_there_are_no_buttons_to_press()
    {
        var repair = new Repair();
        await using var app = await Start("Production", s => s.AddSingleton<IDebugAction>(repair));
        var token = Token.Sign(new KeyRing(ConnTest.SecretKeyBase), "debug action", $"{typeof(Repair).FullName}: Repair it");

        Assert.Equal(404, (await app.Conn().Post("/__zhar__/debugger/action", Params.Of(("token", token)))).Status);
        Assert.Equal(0, repair.Runs);
    }

    [Fact]
    public async Task An_exception_may_name_its_status()
    {
        await using var app = await Start("Production");

        Assert.Equal(418, (await app.Conn().Get("/teapot")).Status);
        Assert.Equal(400, (await app.Conn().Get("/params")).Status);
    }

    [Fact]
    public async Task An_error_after_the_response_has_begun_ends_it_and_is_logged()
    {
        await using var app = await Start("Production");

        Assert.Equal("begun", (await app.Conn().Get("/late")).ResponseBody(200));
        Assert.Contains(app.Log.Entries, e => e.Message.Contains("failed after its response had begun", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_may_have_error_pages_of_its_own()
    {
        await using var app = await ConnTest.Start<OwnErrors>(environment: "Production");

        Assert.Equal("<h1>404 for you</h1>", (await app.Conn().PutHeader("accept", "text/html").Get("/nowhere")).HtmlResponse(404));
        Assert.Contains("Internal Server Error", (await app.Conn().PutHeader("accept", "text/html").Get("/fails")).HtmlResponse(500), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_may_answer_errors_with_json_of_its_own()
    {
        await using var app = await ConnTest.Start<OwnErrors>(environment: "Production");
        await using var development = await ConnTest.Start<OwnErrors>(environment: "Development");

        var own = await app.Conn().PutHeader("accept", "application/json").Get("/nowhere");
        var failed = await app.Conn().PutHeader("accept", "application/json").Get("/fails");
        var empty = await app.Conn().PutHeader("accept", "application/json").Get("/teapot");
        var debug = await development.Conn().PutHeader("accept", "application/json").Get("/nowhere");

        Assert.Equal("{\"errors\":{\"detail\":\"Not Found\",\"status\":404}}", own.ResponseBody(404));
        Assert.Equal("application/json", own.Header("content-type"));
        Assert.Equal(["application/problem+json", "application/problem+json", "application/problem+json"], new[] { failed, empty, debug }.Select(static c => c.Header("content-type")));
        Assert.DoesNotContain(Secret, failed.ResponseBody(500), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_several_lines_is_one_line_of_the_log()
    {
        await using var app = await Start("Production");

        await app.Conn().Get("/teapot");

        Assert.Contains(app.Log.Entries, static e => e.Message.Contains("It brews tea alone. Ask for tea.", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Entries, static e => e.Message.Contains("\\u000a", StringComparison.Ordinal));
    }

    private sealed class Teapot() : Exception("It brews tea alone.\n\n    Ask for tea."), IHttpStatus
    {
        public int StatusCode => 418;
    }

    private sealed class Repair : IDebugAction
    {
        public int Runs { get; private set; }

        public string Label => "Repair it";

        public bool Helps(Exception exception) => exception is InvalidOperationException;

        public Task Run(IServiceProvider services, CancellationToken cancellationToken)
        {
            Runs++;
            return Task.CompletedTask;
        }
    }

    public sealed class OwnErrors : EndpointBase
    {
        protected override void Plugs(PlugBuilder p) => p.Router<FailingRouter>();

        protected override Html RenderError(Conn conn, ErrorInfo error) => error.Status switch
        {
            404 => Own(error),
            418 => Html.Empty,
            _ => throw new InvalidOperationException("the page itself fails"),
        };

        protected override Params RenderErrorJson(Conn conn, ErrorInfo error) => error.Status switch
        {
            404 => Params.Of(("errors", Params.Of(("detail", error.Title), ("status", error.Status)))),
            418 => Params.Empty,
            _ => throw new InvalidOperationException("the answer itself fails"),
        };

        private static Html Own(ErrorInfo error) => $"<h1>{error.Status} for you</h1>";
    }

    public sealed class FailingRouter : Zhar.Web.Router
    {
        protected override void Routes() => Scope("/", static s =>
        {
            s.Get("/fails", static _ => throw new InvalidOperationException(Secret));
            s.Get("/teapot", static _ => throw new Teapot());
        });
    }
}
