using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Web;

namespace LiveE2E;

/// <summary>The pages that the browser specs of Phoenix LiveView drive: same routes, same texts, written for this library.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration configuration) =>
        services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, E2eJson.Default));

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), Endpoint.Child());
}
