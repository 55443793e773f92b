using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>An application of Zhar as a server of the harness: on a free port, without a log.</summary>
internal static class ZharProgram
{
    internal static async Task Run<TApplication>()
        where TApplication : ZharApplication, new()
    {
        var port = FreePort.Find();
        Environment.SetEnvironmentVariable("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Environment.SetEnvironmentVariable("Http__Ip", "127.0.0.1");
        Environment.ExitCode = await ZharHost.Run<TApplication>(["--contentRoot", AppContext.BaseDirectory], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddHostedService(services => new Announcement(services.GetRequiredService<IHostApplicationLifetime>(), port));
        });
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
