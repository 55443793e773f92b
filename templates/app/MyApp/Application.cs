using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MyAppWeb;
using Zhar;
#if (ecto)
using Zhar.Data;
#endif
#if (mailer)
using Zhar.Mail;
#endif
using Zhar.Web;

namespace MyApp;

/// <summary>The services of the application and its supervision tree.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddHealth();
        services.AddTelemetry(config);
#if (ecto)
        services.AddRepo<Repo>(config);
        services.AddSingleton<IDebugAction, MigrateAction>();
#endif
#if (mailer)
        services.AddMailer(config);
#endif
    }

    /// <summary>Started from top to bottom, stopped from bottom to top. When a child ends, it is started again, and its neighbours do not notice.</summary>
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
#if (ecto)
        Repo.Child(),
#endif
        PubSub.Child(),
#if (mailer)
        Mailer.Child(),
#endif
        Endpoint.Child());
}
