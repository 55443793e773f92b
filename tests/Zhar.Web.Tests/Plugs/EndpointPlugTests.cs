using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Plugs;

public sealed class EndpointPlugTests
{
    [Theory]
    [InlineData("12345678901234567890", true)]
    [InlineData("short", false)]
    [InlineData("12345678901234567890 with a blank", false)]
    [InlineData("1234567890123456789\u00e9x", false)]
    public async Task A_request_has_the_id_that_a_proxy_gave_it_or_a_new_one(string given, bool kept)
    {
        await using var app = await FunctionEndpoint.Start(static p => p.RequestId(), static s => s.Get("/", Actions.Text(static c => c.TraceIdentifier)));

        var conn = await app.Conn().PutHeader("x-request-id", given).Get("/");

        Assert.Equal(kept, conn.TextResponse() == given);
        Assert.Equal(conn.Body, conn.Header("x-request-id"));
        Assert.InRange(conn.Body.Length, 20, 200);
        Assert.NotEqual(conn.Body, (await app.Conn().Get("/")).Body);
    }

    [Fact]
    public async Task The_lines_of_the_log_have_the_level_of_their_route_and_of_the_request()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.Telemetry(static c => c.Request.Path == "/health" ? LogLevel.None : c.Response.StatusCode == 200 ? LogLevel.Debug : LogLevel.Warning),
            static s =>
            {
                s.Get("/health", Actions.Text("well")).Log(LogLevel.None);
                s.Get("/plain", Actions.Text("plain"));
                s.Scope("/admin", static a => a.Log(LogLevel.Information).Get("/", Actions.Text("admin")));
            });

        await app.Conn().Get("/health");
        Assert.Empty(Lines());
        await app.Conn().Get("/plain");
        Assert.Equal([(10, LogLevel.Debug), (5, LogLevel.Debug)], Lines());
        await app.Conn().Get("/admin");
        Assert.Equal((10, LogLevel.Information), Lines()[2]);
        await app.Conn().Get("/nowhere");
        Assert.Equal((5, LogLevel.Warning), Lines()[^1]);

        (int, LogLevel)[] Lines() => [.. app.Log.Entries.Where(static e => e.Message.StartsWith("Processing ", StringComparison.Ordinal) || e.Message.StartsWith("GET /", StringComparison.Ordinal) && e.Id.Id == 5).Select(static e => (e.Id.Id, e.Level))];
    }

    [Fact]
    public async Task Each_request_leaves_one_line_with_the_status_that_went_out()
    {
        await using var app = await FunctionEndpoint.Start(static p => p.RequestId().Telemetry(), static s =>
        {
            s.Get("/ok", Actions.Text("x"));
            s.Get("/fails", static _ => throw new InvalidOperationException("on purpose"));
        });

        var ok = await app.Conn().Get("/ok?password=secret");
        (await app.Conn().Get("/fails")).ResponseBody(500);
        (await app.Conn().Get("/no%0Awhere")).ResponseBody(404);

        var lines = app.Log.Entries.Where(static e => e.Message.Contains(" ms [", StringComparison.Ordinal)).Select(static e => e.Message).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Matches($@"^GET /ok 200 in \d+\.\d\d ms \[{ok.Header("x-request-id")}\]$", lines[0]);
        Assert.StartsWith("GET /fails 500 in", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("GET /no\\u000awhere 404 in", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/log-in/s3cret", "/log-in/[FILTERED]")]
    [InlineData("/log-in//s3cret/", "/log-in/[FILTERED]")]
    [InlineData("/log-in/s3cret%2Fs3cret", "/log-in/[FILTERED]")]
    [InlineData("/files/7/key-s3cret", "/files/7/key-[FILTERED]")]
    [InlineData("/shared/s3cret/s3cret", "/shared/[FILTERED]")]
    [InlineData("/users/7", "/users/7")]
    [InlineData("/inner/log-in/s3cret", "/inner/log-in/[FILTERED]")]
    [InlineData("/refused/s3cret?n=x", "/refused/[FILTERED]")]
    [InlineData("/fails/s3cret", "/fails/[FILTERED]")]
    public async Task A_secret_in_a_path_is_neither_in_the_log_nor_in_a_span(string path, string shown)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = static s => s.Name == WebTelemetry.SourceName, Sample = static (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        await using var app = await FunctionEndpoint.Start(static p => p.Telemetry(), static s =>
        {
            s.Get("/log-in/:token", Actions.Text("x")).Log(LogLevel.Information);
            s.Get("/files/:id/key-:api_key", Actions.Text("x"));
            s.Get("/shared/*secret", Actions.Text("x"));
            s.Get("/users/:id", Actions.Text("x"));
            s.Get("/refused/:token", Actions.Do(static c => c.Params.Get<int>("n")));
            s.Get("/fails/:token", static _ => throw new InvalidOperationException("on purpose"));
            s.Forward("/inner", static p => p.Router<InnerRouter>());
        });

        var conn = await app.Conn().Get(path);

        Assert.Contains(app.Log.Entries, e => e.Message.StartsWith($"GET {shown} {conn.Status} in", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Entries, static e => e.Message.Contains("s3cret", StringComparison.Ordinal));
        Assert.Contains(spans, s => shown.Equals(s.GetTagItem("url.path")));
        Assert.DoesNotContain(spans, static s => s.TagObjects.Any(static t => $"{t.Value}".Contains("s3cret", StringComparison.Ordinal)));
    }

    public sealed class InnerRouter : Zhar.Web.Router
    {
        protected override void Routes() => Scope("/", static s => s.Get("/log-in/:token", Actions.Text("x")));
    }

    [Fact]
    public async Task Requests_are_measured_and_traced_under_the_names_of_phoenix()
    {
        var route = "/traced/" + Guid.NewGuid().ToString("n");
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = static s => s.Name == WebTelemetry.SourceName, Sample = static (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        var durations = new ConcurrentQueue<(string Name, string Tags)>();
        using var meters = new MeterListener { InstrumentPublished = static (i, l) => { if (i.Meter.Name == WebTelemetry.MeterName) l.EnableMeasurementEvents(i); } };
        meters.SetMeasurementEventCallback<double>((i, value, tags, _) => durations.Enqueue((i.Name, string.Join(' ', tags.ToArray().Select(static t => $"{t.Key}={t.Value}")))));
        meters.Start();
        await using var app = await FunctionEndpoint.Start(static p => p.Telemetry(), s => s.Get(route, Actions.Text("x")));

        await app.Conn().Get(route);

        var router = Assert.Single(spans, s => s.OperationName == WebTelemetry.RouterSpan && route.Equals(s.GetTagItem("http.route")));
        var endpoint = Assert.Single(spans, s => s.SpanId == router.ParentSpanId);
        Assert.Equal(WebTelemetry.EndpointSpan, endpoint.OperationName);
        Assert.Equal(200, endpoint.GetTagItem("http.response.status_code"));
        Assert.Contains((WebTelemetry.EndpointDurationName, $"http.request.method=GET http.response.status_code=200 http.route={route}"), durations);
        Assert.Contains((WebTelemetry.RouterDurationName, $"http.route={route}"), durations);
    }

    [Fact]
    public async Task Plugs_functions_and_middleware_stand_in_one_line()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p
                .Plug<Greeter>("hello")
                .ScopedPlug<Counting>()
                .Use(static (conn, next) =>
                {
                    conn.Assign("steps", conn.Assigns["steps"] + " function");
                    return next(conn);
                })
                .Use(static app => app.Use(static next => conn =>
                {
                    conn.Assign("steps", conn.Assigns["steps"] + " middleware");
                    return next(conn);
                })),
            static s => s.Get("/", Actions.Text(static c => $"{c.Assigns["steps"]} {c.RequestServices.GetRequiredService<Scoped>().Calls}")),
            services: static s => s.AddScoped<Scoped>());

        Assert.Equal("hello function middleware 1", (await app.Conn().Get("/")).TextResponse());
        Assert.Equal("hello function middleware 1", (await app.Conn().Get("/")).TextResponse());
    }

    [Fact]
    public async Task Functions_before_the_response_run_last_one_first_and_may_change_it()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Get("/", c =>
        {
            c.BeforeSend(static conn =>
            {
                conn.UpdateHeader("x-order", "first", static v => v + " first");
                return default;
            });
            c.BeforeSend(static async conn =>
            {
                await Task.Yield();
                conn.PutHeader("x-order", "second").PutStatus(201);
            });
            return c.SendText("x");
        }));

        var conn = await app.Conn().Get("/");

        Assert.Equal("second first", conn.Header("x-order"));
        Assert.Equal(201, conn.Status);
    }

    private sealed class Greeter(string text) : IPlug
    {
        public ValueTask Call(Conn conn)
        {
            conn.Assign("steps", text);
            return default;
        }
    }

    private sealed class Counting(Scoped scoped) : IPlug
    {
        public ValueTask Call(Conn conn)
        {
            scoped.Calls++;
            return default;
        }
    }

    private sealed class Scoped
    {
        public int Calls { get; set; }
    }
}
