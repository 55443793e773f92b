using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
            Listen(server, runtime.Options.HttpAddress, runtime.Options.HttpPort, environment, static _ => { });
            if (runtime.Options.HttpsPort is { } port)
                Listen(server, runtime.Options.HttpAddress, port, environment, listen => listen.UseHttps(Certificate(runtime.Options)));
            runtime.Endpoint.CallConfigureServer(server);
        });
        if (runtime.ReloadListeners is { } listeners)
            builder.Services.AddSingleton<IConnectionListenerFactory>(listeners);
        var app = builder.Build();
        app.Run(runtime.Handler);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            if (e is IOException { InnerException: AddressInUseException })
                throw Taken(runtime.Options);
            throw;
        }

        runtime.Addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        runtime.Log.Running(runtime.Name, string.Join(", ", runtime.Addresses));
        runtime.Log.Access(runtime.Name, runtime.Url);
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

    private static void Listen(KestrelServerOptions server, IPAddress? address, int port, IHostEnvironment environment, Action<ListenOptions> configure)
    {
        if (address is not null)
            server.Listen(address, port, configure);
        else if (environment.IsProduction())
            server.ListenAnyIP(port, configure);
        else if (port == 0)
            server.Listen(IPAddress.Loopback, 0, configure); // ListenLocalhost takes no port of the system's choice
        else
            server.ListenLocalhost(port, configure);
    }

    private static EndpointConfigurationException Taken(EndpointOptions options)
    {
        var ports = options.HttpsPort is { } https ? $"Port {options.HttpPort} or {https}" : $"Port {options.HttpPort}";
        return new(EndpointConfiguration.PortKey, $"{ports} is taken: another program listens there. End that program, or choose another port: {EndpointConfiguration.PortKey}={(options.HttpPort % 65_535) + 1}.");
    }

    private static X509Certificate2 Certificate(EndpointOptions options)
    {
        var path = options.HttpsCertificate ?? throw new EndpointConfigurationException(
            "Https:Certificate", "Https:Port is set, and no certificate for it. Set Https:Certificate to a PEM file, with Https:Key when the key is in another one.");
        try
        {
            // What was made from PEM text has to be written out and read again before every system's TLS takes it.
            using var pem = X509Certificate2.CreateFromPemFile(path, options.HttpsKey ?? path);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new EndpointConfigurationException("Https:Certificate", $"The certificate \"{path}\" with the key \"{options.HttpsKey ?? path}\" cannot be read: {e.Message}");
        }
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
            // A failed start is the endpoint's to tell, once.
            if (categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal))
                return NullLogger.Instance;
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
