using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhar.Reload;

namespace Zhar.Web;

/// <summary>Answers while no version of the application runs: with a page that says why, and that loads again when one does.</summary>
internal static class ReloadStandIn
{
    internal static async Task<IAsyncDisposable> Start(ReloadState state, ReloadListeners listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            foreach (var endpoint in listeners.EndPoints)
            {
                if (endpoint is System.Net.IPEndPoint ip)
                    server.Listen(ip);
            }
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(listeners);
        var app = builder.Build();
        var pages = new ReloadPages(state, app.Services);
        app.Run(conn => pages.Takes(conn) ? pages.Answer(conn) : Say(conn));
        await app.StartAsync().ConfigureAwait(false);
        return app;
    }

    private static Task Say(HttpContext conn)
    {
        conn.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        conn.Response.Headers.CacheControl = "no-store";
        conn.Response.ContentType = "text/html; charset=utf-8";
        return conn.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>The application does not run</title>
            </head>
            <body>
            <h1>The application does not run</h1>
            <p>The terminal says why. This page loads again when it runs.</p>
            {ReloadPages.Script(-1, null)}
            </body>
            </html>
            """, conn.RequestAborted);
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
