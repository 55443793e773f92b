using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Migrations;
using Repo = Zhar.Docs.Tests.Tutorial2.Repo;

namespace Zhar.Docs.Tests.Tutorial6;

public sealed record Shipping(Uri Address);

public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config);
        services.AddSingleton(new Shipping(new Uri(config["SHIPPING_URL"]
            ?? throw new InvalidOperationException("SHIPPING_URL is missing. Set it to the address of the shipping service, such as http://shipping:4000."))));
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>());
}
