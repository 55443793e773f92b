using Microsoft.EntityFrameworkCore;
using Playhouse.Data;
using Zhar;
using Zhar.Web;

namespace Playhouse.Live;

/// <summary>What the box office gains: a process that holds seats, and pages that show it. The host starts and stops the tree.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton<SalesInterceptor>();
        services.ConfigureDbContext<PlayhouseContext>(static (provider, options) => options.AddInterceptors(provider.GetRequiredService<SalesInterceptor>()));
    }

    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Holds.Child() with { Name = Holds.Name },
        LiveEndpoint.Child());
}
