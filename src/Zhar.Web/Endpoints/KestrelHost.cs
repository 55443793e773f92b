using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Web;

/// <summary>Kestrel in a host of its own, whose requests get the application's services.</summary>
internal sealed class KestrelHost
{
    private readonly WebApplication _app;
    private int _stopped;

    private KestrelHost(WebApplication app) => _app = app;

    internal static async Task<KestrelHost> Start(EndpointRuntime runtime)
    {
        var environment = runtime.Services.GetRequiredService<IHostEnvironment>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = environment.ApplicationName,
            EnvironmentName = environment.EnvironmentName,
            ContentRootPath = environment.ContentRootPath,
        });
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(runtime.Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<IHttpContextFactory>(_ => new DefaultHttpContextFactory(runtime.Services));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = runtime.Options.MaxRequestBytes;
            var (address, port) = (runtime.Options.HttpAddress, runtime.Options.HttpPort);
            if (address is not null)
                server.Listen(address, port);
            else if (environment.IsProduction())
                server.ListenAnyIP(port);
            else if (port == 0)
                server.Listen(IPAddress.Loopback, 0); // ListenLocalhost takes no port of the system's choice
            else
                server.ListenLocalhost(port);
            runtime.Endpoint.CallConfigureServer(server);
        });
        var app = builder.Build();
        app.Run(runtime.Handler);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        runtime.Addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        runtime.Log.Running(runtime.Name, string.Join(", ", runtime.Addresses));
        return new KestrelHost(app);
    }

    /// <summary>Takes no more connections, waits for requests under way for at most <paramref name="drain"/>, then cuts them off.</summary>
    internal async ValueTask Stop(TimeSpan drain)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        using (var limit = new CancellationTokenSource(drain))
            await _app.StopAsync(limit.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The application's host waits for signals of the system; this one must not.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The application's log without the lines for each request and for the start of the inner host, which ours replace.</summary>
    private sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName)
        {
            var logger = inner.CreateLogger(categoryName);
            return categoryName.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal) || categoryName.StartsWith("Microsoft.Hosting", StringComparison.Ordinal)
                ? new WarningLogger(logger)
                : logger;
        }

        public void Dispose()
        {
            // The factory is the application's.
        }
    }

    private sealed class WarningLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
