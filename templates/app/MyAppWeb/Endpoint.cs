using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using MyApp;
#if (live)
using Zhar.Live;
#endif
using Zhar.Web;

namespace MyAppWeb;

/// <summary>The door of the application: what every request passes through before the router.</summary>
public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Use(static app => app.UseHealthChecks("/health/live", With(Telemetry.Live)))
        .Use(static app => app.UseHealthChecks("/health/ready", With(Telemetry.Ready)))
#if (html)
        .StaticAssets()
#endif
        .RequestId()
        .Telemetry()
        .ParseBody()
#if (html)
        .Session(s => s.Key = "_my_app_key")
#endif
#if (live)
        .LiveSocket("/live")
#endif
        .Router<Router>();
#if (html)

    /// <summary>What a visitor sees when something is not there or goes wrong; in development the debug page takes its place.</summary>
    protected override Html RenderError(Conn conn, ErrorInfo error) => ErrorHtml.Page(error);
#endif

    private static HealthCheckOptions With(string tag) => new() { Predicate = check => check.Tags.Contains(tag) };
}
