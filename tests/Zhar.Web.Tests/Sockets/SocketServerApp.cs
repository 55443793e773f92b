using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Testing;
using Zhar.Web.Tests.Channels;

namespace Zhar.Web.Tests.Sockets;

/// <summary>The sample socket behind Kestrel on a free port of the loopback.</summary>
internal sealed class SocketServerApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketServerApp(WebApplication app, TestNode node, Uri address)
    {
        _app = app;
        Node = node;
        Address = address;
    }

    public TestNode Node { get; }

    public Uri Address { get; }

    public static async Task<SocketServerApp> Start(SocketOptions? options = null, bool virtualTime = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default));
        builder.Services.AddSingleton(new KeyRing(new string('k', 64)));
        TestNode? node = null;
        builder.Services.AddSingleton(services => (node = TestNode.Start(virtualTime, o => o.Services = services)).Node);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapSocket<SampleSocket>("/socket");
        _ = app.Services.GetRequiredService<Node>();
        await node!.StartSupervised(PubSub.Child());
        await node.StartSupervised(SocketSupervisor.Child<SampleSocket>(options));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SocketServerApp(app, node, new Uri(address));
    }

    /// <summary>Connects a client.</summary>
    public async Task<WireClient> Connect(string query = "vsn=2.0.0", Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new ClientWebSocket();
        configure?.Invoke(client.Options);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        client.Options.CollectHttpResponseDetails = true;
        try
        {
            await client.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/socket/websocket", Query = query }.Uri, deadline.Token);
        }
        catch (WebSocketException e)
        {
            throw new RefusedException((int)client.HttpStatusCode, e);
        }

        return new WireClient(client);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _app.DisposeAsync();
    }
}

internal sealed class RefusedException(int status, Exception inner) : Exception($"The server answered {status}.", inner)
{
    public int Status { get; } = status;
}

/// <summary>A client that speaks the protocol by hand.</summary>
internal sealed class WireClient(ClientWebSocket socket) : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));

    public ClientWebSocket Socket => socket;

    public Task Send(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _deadline.Token);

    public Task Send(byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, true, _deadline.Token);

    public async Task<string> Receive() => Encoding.UTF8.GetString((await ReceiveFrame()).Bytes);

    public async Task<(byte[] Bytes, WebSocketMessageType Type)> ReceiveFrame()
    {
        var buffer = new byte[64 * 1024];
        using var all = new MemoryStream();
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, _deadline.Token);
            all.Write(buffer, 0, result.Count);
            if (result.MessageType == WebSocketMessageType.Close)
                throw new ClosedException((int)(socket.CloseStatus ?? 0));
            if (result.EndOfMessage)
                return (all.ToArray(), result.MessageType);
        }
    }

    /// <summary>Reads until the server ends the connection, and gives the close code; 1006 when it was cut off.</summary>
    public async Task<int> Closed()
    {
        try
        {
            while (true)
                await ReceiveFrame();
        }
        catch (ClosedException e)
        {
            return e.Code;
        }
        catch (WebSocketException)
        {
            return 1006;
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _deadline.Dispose();
    }
}

internal sealed class ClosedException(int code) : Exception($"The server closed with {code}.")
{
    public int Code { get; } = code;
}
