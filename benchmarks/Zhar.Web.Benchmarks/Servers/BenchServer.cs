using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>What the servers of the peers have in common: a port of their own, no log, a door for the harness.</summary>
internal static class BenchServer
{
    internal const string MemoryPath = "/bench/memory";

    internal static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        return builder;
    }

    internal static async Task Run(WebApplication app)
    {
        app.MapGet(MemoryPath, static () => Results.Text(Memory(), "application/json"));
        await app.StartAsync();
        Console.WriteLine($"LISTENING {new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}"); // Kestrel has it
        await app.WaitForShutdownAsync();
    }

    /// <summary>The heap after full collections, and all bytes that were ever allocated.</summary>
    internal static string Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return $$"""{"heap":{{GC.GetTotalMemory(forceFullCollection: true)}},"allocated":{{GC.GetTotalAllocatedBytes()}}}""";
    }
}
