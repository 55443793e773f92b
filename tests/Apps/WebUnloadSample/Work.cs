using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;

namespace WebUnloadSample;

/// <summary>What an application does with an endpoint in its tree.</summary>
public static class Work
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task InTree(Node node, Action<Node, ZharApplication, IServiceProvider> load, string ip, int port)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("PORT", $"{port}"), new("Http:Ip", ip), new("SECRET_KEY_BASE", new string('s', 64)), new("CheckOrigin", "false")]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default));
        await using var provider = services.BuildServiceProvider();
        load(node, new SampleApplication(), provider);
        (await node.Applications.Start("web_unload_sample")).OrThrow();
        await Requests(ip, port);
        await Channel(ip, port);
        (await node.Applications.Stop("web_unload_sample")).OrThrow();
        node.Applications.Unload("web_unload_sample").OrThrow();
    }

    private static async Task Requests(string ip, int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{ip}:{port}"), Timeout = Deadline };
        for (var round = 0; round < 2; round++)
        {
            if (await http.GetStringAsync("/hello/Ada") != "<p>Hello Ada</p>")
                throw new InvalidOperationException("Another page came.");
        }

        await Controllers(http);
        if ((await http.GetAsync("/fails")).StatusCode != (HttpStatusCode)418 || (await http.GetAsync("/nowhere")).StatusCode != HttpStatusCode.NotFound)
            throw new InvalidOperationException("Another status came.");
    }

    private static async Task Controllers(HttpClient http)
    {
        foreach (var (path, accept, status, body) in new[]
        {
            ("/greetings/7?tone=loud&wish[text]=hi&wish[tone]=plain&wish[for][]=0f8fad5b-d9cb-469f-a165-70867728950e", "text/html", 200, "<a href=\"/greetings/1?tone=loud\">7 hi Loud</a>"),
            ("/greetings/7", "application/json", 200, "{\"Text\":\"7  Plain\"}"),
            ("/greetings/list", "application/json", 200, "[{\"Text\":\"one\"}]"),
            ("/greetings/seven", "application/json", 400, "{\"type\":\"about:blank\""),
            ("/greetings/fails", "text/html", 404, "Not Found"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("accept", accept);
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode != status || !text.StartsWith(body, StringComparison.Ordinal))
                throw new InvalidOperationException($"{path}: expected {status} {body}, got {(int)response.StatusCode} {text}.");
        }
    }

    private static async Task Channel(string ip, int port)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{ip}:{port}/socket/websocket?vsn=2.0.0&user=ada"), limit.Token);
        await Send(socket, """["1","1","room:a","phx_join",{}]""", limit.Token);
        await Expect(socket, "\"status\":\"ok\"", limit.Token);
        await Send(socket, """["1","2","room:a","shout",{"text":"hey"}]""", limit.Token);
        await Expect(socket, "shouted", limit.Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
    }

    private static Task Send(ClientWebSocket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, cancellationToken).AsTask();

    private static async Task Expect(ClientWebSocket socket, string part, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        var text = Encoding.UTF8.GetString(buffer, 0, result.Count);
        if (!text.Contains(part, StringComparison.Ordinal))
            throw new InvalidOperationException($"Expected {part}, got {text}.");
    }
}
