using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Support;

/// <summary>The application of these tests, and browsers that speak its protocol by hand.</summary>
internal sealed class LiveApp : IAsyncDisposable
{
    private LiveApp(ConnTest conns) => Conns = conns;

    public ConnTest Conns { get; }

    public static Task<LiveApp> Start() => Start<TestEndpoint>();

    public static async Task<LiveApp> Start<TEndpoint>(Action<IServiceCollection>? services = null, params (string Key, string? Value)[] settings)
        where TEndpoint : EndpointBase => new(await ConnTest.Start<TEndpoint>(settings.Select(static s => KeyValuePair.Create(s.Key, s.Value)), s =>
    {
        s.AddRouting().AddAuthorization();
        s.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        services?.Invoke(s);
    }));

    public SocketHost Host => Conns.Node.NamedServices.TryGetValue("Zhar.Web.Socket Zhar.Live.LiveEndpoint/live", out var found) ? (SocketHost)found : throw new InvalidOperationException("The live socket does not run.");

    /// <summary>Asks for a page, and reads its tokens.</summary>
    public async Task<Page> Get(string path, TestConn? browser = null)
    {
        var conn = await (browser ?? Conns.Conn()).Get(path);
        return new Page(this, conn, path);
    }

    /// <summary>Asks for a page and joins it.</summary>
    public async Task<Page> Open(string path, TestConn? browser = null)
    {
        var page = await Get(path, browser);
        await page.Join();
        return page;
    }

    public ValueTask DisposeAsync() => Conns.DisposeAsync();
}

/// <summary>One page in a browser.</summary>
internal sealed partial class Page(LiveApp app, TestConn conn, string path)
{
    private readonly WireTree _tree = new();
    private TestSocket? _socket;

    public TestConn Conn => conn;

    public string Html { get; } = conn.Body;

    public string Id { get; set; } = Attribute(conn.Body, "id=\"(phx-[0-9a-f]+)\"");

    public string SessionToken { get; set; } = Attribute(conn.Body, "id=\"phx-[0-9a-f]+\"[^>]* data-phx-session=\"([^\"]+)\"");

    public string StaticToken { get; set; } = Attribute(conn.Body, "id=\"phx-[0-9a-f]+\"[^>]* data-phx-static=\"([^\"]+)\"");

    public string Url { get; set; } = "http://localhost" + path;

    public Dictionary<string, object?> Params { get; } = new() { ["_mounts"] = 0 };

    public ConnectInfo? Info { get; set; }

    public TestChannel Channel { get; private set; } = null!;

    public string Content => _tree.ToString();

    public TestSocket Socket => _socket!;

    /// <summary>The view's process.</summary>
    public Pid Pid => Channel.Pid;

    /// <summary>Joins; the refusal's payload when it was refused.</summary>
    public async Task<ChannelEvent> TryJoin(string? redirect = null, string? flash = null)
    {
        var info = Info ?? new ConnectInfo { Session = conn.Conn.GetSession(), User = conn.Conn.User, Keys = conn.Conn.Keys };
        var result = (Accepted)await app.Host.Connect(Zhar.Params.Empty, info with { Transport = "test" });
        if (_socket is null)
        {
            var transport = new TestTransport();
            var connected = await app.Host.Open(result, _ => transport);
            _socket = new TestSocket(app.Conns.Node, app.Host, connected, transport);
        }

        var payload = Zhar.Params.Of(
            ("session", SessionToken), ("static", StaticToken), ("params", Zhar.Params.Of([.. Params.Select(p => (p.Key, p.Value))])),
            redirect is null ? ("url", Url) : ("redirect", "http://localhost" + redirect), ("flash", flash));
        var (reply, channel) = await _socket.TryJoin("lv:" + Id, payload);
        if (channel is not null)
        {
            Channel = channel;
            _tree.Apply(reply.Payload.GetProperty("rendered"));
        }

        return reply;
    }

    public async Task<ChannelEvent> Join()
    {
        var reply = await TryJoin();
        Assert.Equal("ok", reply.Status);
        return reply;
    }

    /// <summary>Sends an event and takes its answer.</summary>
    public async Task<ChannelEvent> Event(string name, string type = "click", params (string Key, object? Value)[] values) => await Push("event", Zhar.Params.Of(("type", type), ("event", name), ("value", Zhar.Params.Of(values))));

    public Task<ChannelEvent> Form(string name, string form, string? target = null) =>
        Push("event", Zhar.Params.Of(("type", "form"), ("event", name), ("value", form), ("meta", Zhar.Params.Of(("_target", target)))));

    public async Task<ChannelEvent> Push(string @event, Params payload)
    {
        var reply = await Channel.Push(@event, payload).AssertReply("ok");
        if (reply.Payload.TryGetProperty("diff", out var diff))
            _tree.Apply(diff);
        return reply;
    }

    /// <summary>Waits for a diff that the server sends on its own.</summary>
    public async Task<JsonElement> Diff()
    {
        var pushed = await Channel.AssertPush("diff");
        _tree.Apply(pushed.Payload);
        return pushed.Payload;
    }

    private static string Attribute(string html, string pattern) => Regex.Match(html, pattern) is { Success: true } m ? m.Groups[1].Value : "";
}
