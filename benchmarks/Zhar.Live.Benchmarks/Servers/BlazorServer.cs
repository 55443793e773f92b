using Zhar.Benchmarks.Live.Blazor;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Servers;

/// <summary>The same pages with Blazor Server, as its template sets it up: prerendered, then connected.</summary>
internal static class BlazorServer
{
    internal static Task Run()
    {
        var builder = BenchServer.Builder();
        builder.Services.AddAntiforgery();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return BenchServer.Run(app);
    }
}
