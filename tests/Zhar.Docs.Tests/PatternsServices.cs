using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Zhar.Web;

namespace Zhar.Docs.Tests.Patterns.Services;

public sealed class RatesApi(HttpClient http)
{
    public async Task<ImmutableDictionary<string, decimal>> Today() =>
        await http.GetFromJsonAsync("/rates", RatesJson.Default.ImmutableDictionaryStringDecimal, Process.Token) ?? throw new HttpRequestException("The service of rates answered with null.");
}

[JsonSerializable(typeof(ImmutableDictionary<string, decimal>))]
[JsonSerializable(typeof(Rate))]
public sealed partial class RatesJson : JsonSerializerContext;

public sealed record Rate(string Currency, decimal Value);

public sealed partial class Rates(RatesApi api) : GenServer<Rates.Known>
{
    public const string Breaker = "breaker of rates";

    public sealed record Known(ImmutableDictionary<string, decimal> Values, int Failures);

    private sealed record First;

    private Init<Known> Init() => Ok(new Known(ImmutableDictionary<string, decimal>.Empty, 0)).ThenContinue(new First());

    [Continue] private Task OnFirst(First _) => Refresh();

    [Tick("00:00:30")]
    private async Task Refresh() => State = await Patterns.Breaker.Run(Breaker, api.Today) is Ok<ImmutableDictionary<string, decimal>>(var values)
        ? new Known(values, 0)
        : State with { Failures = State.Failures + 1 };

    [Call] private decimal? Of(string currency) => State.Values.TryGetValue(currency, out var value) ? value : null;

    [Call] private int Failures() => State.Failures;
}

public sealed class RatesHealth(Rates.Ref rates) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await rates.TryFailures(TimeSpan.FromSeconds(1)) switch
        {
            Ok<int>(0) => HealthCheckResult.Healthy(),
            Ok<int>(var failures) => HealthCheckResult.Degraded($"The rates are old: {failures} requests have failed."),
            Error<int>(var reason) => HealthCheckResult.Degraded($"The rates do not answer: {reason}."),
        };
}

public sealed partial class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddHttpClient<RatesApi>(http =>
        {
            http.BaseAddress = new Uri(config["RATES_URL"] ?? "http://localhost:4001");
            http.Timeout = TimeSpan.FromSeconds(2);
        }).UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5));

        services.AddHealthChecks()
            .AddCheck<NodeHealthCheck>("node", tags: ["live"])
            .AddCheck<SupervisionHealthCheck>("supervision", tags: ["ready"])
            .AddCheck<ApplicationHealthCheck>("application", tags: ["ready"])
            .AddCheck<RatesHealth>("rates", tags: ["ready"]);
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        StateMachine.Child(() => new Breaker(failures: 3, rest: TimeSpan.FromMinutes(1)), name: Rates.Breaker),
        Rates.Child() with { Name = Rates.Name },
        PubSub.Child(),
        MyEndpoint.Child());
}

public sealed class MyEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Use(static app => app.UseHealthChecks("/health/live", With("live")))
        .Use(static app => app.UseHealthChecks("/health/ready", With("ready")))
        .RequestId()
        .Telemetry()
        .Router<Router>();

    private static HealthCheckOptions With(string tag) => new() { Predicate = check => check.Tags.Contains(tag) };
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes() => Scope("/", Api, s => s.Get("/rates/:currency", RateController.Actions.Show));
}

public sealed partial class RateController(Rates.Ref rates) : Controller
{
    public async Task<IResult> Show(Conn conn, string currency) => await rates.Of(currency) is { } value
        ? Json(new Rate(currency, value))
        : Problem(404, "There is no rate for this currency.");
}
