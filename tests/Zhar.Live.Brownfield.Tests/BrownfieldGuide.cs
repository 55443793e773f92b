using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Playhouse;
using Playhouse.Live;
using Zhar.Web;

namespace Zhar.Live.Brownfield.Tests.Guide;

internal static class GuideProgram
{
    internal static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        Site.AddServices(builder);
        builder.AddZhar<Application>();

        var app = builder.Build();
        await Site.Use(app);
        app.MapZharEndpoint<LiveEndpoint>("/zhar");

        await app.RunAsync();
    }
}

public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Holds.Child() with { Name = Holds.Name },
        LiveEndpoint.Child());
}

public sealed class LiveEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Session(s => s.Key = "playhouse_live")
        .LiveSocket("/live", new LiveOptions().Embeds<SeatsLive>());
}
