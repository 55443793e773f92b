using System.Net;
using System.Net.Sockets;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>An application of Zhar as a server of the harness: on a free port, without a log.</summary>
internal static class ZharProgram
{
    internal static async Task Run<TApplication>()
        where TApplication : ZharApplication, new()
    {
        var port = FreePort();
        Environment.SetEnvironmentVariable("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Environment.SetEnvironmentVariable("Http__Ip", "127.0.0.1");
        Environment.ExitCode = await ZharHost.Run<TApplication>(["--contentRoot", AppContext.BaseDirectory], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Error); builder.Logging.AddConsole(static c => c.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddHostedService(services => new Announcement(services.GetRequiredService<IHostApplicationLifetime>(), port));
        });
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Announcement(IHostApplicationLifetime lifetime, int port) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(() => Console.WriteLine($"LISTENING {port}"));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
