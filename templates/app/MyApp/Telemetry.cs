using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using Zhar;

namespace MyApp;

/// <summary>What the application tells of itself: health for whoever runs it, metrics, traces and logs for whoever watches it.</summary>
public static class Telemetry
{
    /// <summary>Checks with this tag say whether the program works at all; if not, start it anew.</summary>
    public const string Live = "live";

    /// <summary>Checks with this tag say whether requests may be sent here now.</summary>
    public const string Ready = "ready";

    extension(IServiceCollection services)
    {
        /// <summary>Adds the checks behind <c>/health/live</c> and <c>/health/ready</c>.</summary>
        public void AddHealth() => services.AddHealthChecks()
            .AddCheck<NodeHealthCheck>("node", tags: [Live])
            .AddCheck<SupervisionHealthCheck>("supervision", tags: [Ready])
#if (ecto)
            .AddCheck<RepoHealth>("repo", failureStatus: null, tags: [Ready], timeout: TimeSpan.FromSeconds(3))
#endif
            .AddCheck<ApplicationHealthCheck>("application", tags: [Ready]);

        /// <summary>Exports metrics, traces and logs by OTLP when the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
        public void AddTelemetry(IConfiguration config)
        {
            if (config["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
                return;
            services.AddOpenTelemetry()
                .WithMetrics(metrics => metrics.AddMeter("Zhar", "Zhar.*", "MyApp.*"))
                .WithTracing(traces => traces.AddSource("Zhar", "Zhar.*", "MyApp.*"))
                .UseOtlpExporter();
        }
    }
}
