using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Support;

/// <summary>An endpoint that listens on a free port of this machine.</summary>
internal sealed class RunningEndpoint : IAsyncDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services;

    private RunningEndpoint(TestNode node, ServiceProvider services)
    {
        Node = node;
        _services = services;
    }

    internal TestNode Node { get; }

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Deadline };

    internal EndpointRuntime Runtime => EndpointRuntime.Find(Node.Node, typeof(FunctionEndpoint).FullName!) ?? throw new InvalidOperationException("The endpoint does not run.");

    internal Uri Address => new(Runtime.Addresses[0]);

    internal static Task<RunningEndpoint> Start(Action<PlugBuilder> plugs, Action<RouteScope> routes, Action<KestrelServerOptions>? server = null, params (string Key, string Value)[] settings) =>
        Start(plugs, routes, virtualTime: false, server, settings);

    internal static async Task<RunningEndpoint> Start(Action<PlugBuilder> plugs, Action<RouteScope> routes, bool virtualTime, Action<KestrelServerOptions>? server = null, params (string Key, string Value)[] settings)
    {
        var log = new LogCapture();
        var services = new ServiceCollection()
            .AddSingleton(Settings.Of([("Http:Ip", "127.0.0.1"), ("SECRET_KEY_BASE", ConnTest.SecretKeyBase), .. settings.Any(static s => s.Key == "PORT") ? settings : [("PORT", "0"), .. settings]]))
            .AddSingleton<ILoggerFactory>(log)
            .AddSingleton(new Wiring(plugs, routes, null, server))
            .BuildServiceProvider();
        var node = TestNode.Start(virtualTime, o => o.Services = services);
        var running = new RunningEndpoint(node, services) { Log = log };
        var result = await node.Node.Start(FunctionEndpoint.Child()).WaitAsync(Deadline);
        Assert.True(result is Started, $"{result}");
        return running;
    }

    internal LogCapture Log { get; private init; } = null!; // set by Start

    internal Task Stop() => Node.Run(static _ => Supervisor.Stop(FunctionEndpoint.Name).AsTask()).WaitAsync(Deadline);

    /// <summary>Sends bytes as they are, and reads until the server closes or <paramref name="until"/> has come.</summary>
    internal async Task<string> Raw(string request, string? until = null)
    {
        using var socket = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port).WaitAsync(Deadline);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request)).WaitAsync(Deadline);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (until is not null && text.ToString().Contains(until, StringComparison.Ordinal))
                    break;
            }
        }
        catch (SocketException)
        {
            // Closed hard: what came before counts.
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (Node.Node.WhereIs(FunctionEndpoint.Name) is { IsNone: false })
            await Stop();
        await Node.DisposeAsync();
        await _services.DisposeAsync();
    }
}
