using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;

namespace LiveUnloadSample;

/// <summary>Browsers that open live pages, use them, and are connected still when the application stops.</summary>
public static class Work
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task InTree(Node node, Action<Node, ZharApplication, IServiceProvider> load, int port)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("PORT", $"{port}"), new("Http:Ip", "127.0.0.1"), new("SECRET_KEY_BASE", new string('s', 64)), new("CheckOrigin", "false")]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default));
        await using var provider = services.BuildServiceProvider();
        load(node, new SampleApplication(), provider);
        (await node.Applications.Start("live_unload_sample")).OrThrow();
        using var limit = new CancellationTokenSource(Deadline);
        var pages = new List<ClientWebSocket>();
        for (var i = 0; i < 3; i++)
            pages.Add(await Open(port, limit.Token));

        foreach (var page in pages)
            await Use(page, limit.Token);
        (await node.Applications.Stop("live_unload_sample")).OrThrow();
        foreach (var page in pages)
        {
            await UntilClosed(page, limit.Token);
            page.Dispose();
        }

        node.Applications.Unload("live_unload_sample").OrThrow();
    }

    private static async Task<ClientWebSocket> Open(int port, CancellationToken cancellationToken)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Deadline };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        var html = await http.GetStringAsync(new Uri("/counter/5", UriKind.Relative), cancellationToken);
        Require(html.Contains($"<p>{CounterLive.Version} 5</p>", StringComparison.Ordinal), html);
        var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/live/websocket?vsn=2.0.0&_csrf_token={Uri.EscapeDataString(Find(html, "name=\"csrf-token\" content=\"([^\"]+)\""))}"), cancellationToken);
        var id = Find(html, "id=\"(phx-[0-9a-f]+)\"");
        var main = html[html.IndexOf(id, StringComparison.Ordinal)..];
        await Send(socket, $$$"""["1","1","lv:{{{id}}}","phx_join",{"url":"http://127.0.0.1:{{{port}}}/counter/5","params":{"_mounts":0},"session":"{{{Find(main, "data-phx-session=\"([^\"]+)\"")}}}","static":"{{{Find(main, "data-phx-static=\"([^\"]+)\"")}}}"}]""", cancellationToken);
        Require((await Receive(socket, cancellationToken)).Contains("\"rendered\"", StringComparison.Ordinal), "no join");
        await Join(socket, "clock", html, cancellationToken);
        Topics.AddOrUpdate(socket, id);
        return socket;
    }

    private static async Task Join(ClientWebSocket socket, string id, string html, CancellationToken cancellationToken)
    {
        var tag = html[html.IndexOf($"id=\"{id}\"", StringComparison.Ordinal)..];
        await Send(socket, $$$"""["9","9","lv:{{{id}}}","phx_join",{"params":{"_mounts":0},"session":"{{{Find(tag, "data-phx-session=\"([^\"]+)\"")}}}","static":"{{{Find(tag, "data-phx-static=\"([^\"]+)\"")}}}"}]""", cancellationToken);
        Require((await Receive(socket, cancellationToken)).Contains("tick", StringComparison.Ordinal), $"no join of {id}");
    }

    private static async Task Use(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        foreach (var (name, answer) in new[] { ("increment", "\"diff\""), ("load", "\"ok\""), ("shout", "hello"), ("poke_all", "\"ok\"") })
        {
            await Send(socket, $$$"""["1","{{{name}}}","lv:{{{Topics.GetValue(socket, static _ => "")}}}","event",{"type":"click","event":"{{{name}}}","value":{}}]""", cancellationToken);
            string text;
            do
            {
                text = await Receive(socket, cancellationToken); // among the diffs of broadcasts and of the load
            }
            while (!text.Contains($"\"{name}\"", StringComparison.Ordinal));
            Require(text.Contains(answer, StringComparison.Ordinal), text);
        }
    }

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<ClientWebSocket, string> Topics = [];

    private static string Find(string text, string pattern) => Regex.Match(text, pattern) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : throw new InvalidOperationException($"There is no {pattern} in {text}.");

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException("Unexpected: " + what);
    }

    private static Task Send(ClientWebSocket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, cancellationToken).AsTask();

    private static async Task<string> Receive(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static async Task UntilClosed(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // It was cut off, which is an end too.
        }
    }
}
