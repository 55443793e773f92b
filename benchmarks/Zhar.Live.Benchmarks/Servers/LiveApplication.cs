using Zhar.Benchmarks.Web.Servers;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Benchmarks.Live.Servers;

/// <summary>An application with all that a new one has switched on, and live pages.</summary>
internal sealed class LiveApplication : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), LiveBenchEndpoint.Child());
}

internal sealed class LiveBenchEndpoint : EndpointBase
{
    // Without the limit on messages a second: the load client is a handful of very quick hands.
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets().RequestId().Telemetry().ParseBody().Session()
        .LiveSocket("/live", new LiveOptions { Socket = new() { MaxMessagesPerSecond = 0 } })
        .Router<LiveBenchRouter>();
}

internal sealed class LiveBenchRouter : Router
{
    private static readonly Pipeline Browser = new(static p => p
        .Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Root).ProtectFromForgery().PutSecureBrowserHeaders());

    protected override void Routes()
    {
        Scope("/", Browser, static s =>
        {
            s.Live<CounterLive>("/counter");
            s.Live<TableLive>("/table");
            s.Live<RoomLive>("/room");
        });
        Scope("/", static s => s.Get(BenchServer.MemoryPath, static conn => conn.SendBytes(System.Text.Encoding.UTF8.GetBytes($$"""{"heap":{{BenchServer.HeapBytes()}}}"""), "application/json")));
    }

    private static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="csrf-token" content="{conn.CsrfToken}">
          <title>Live</title>
        </head>
        <body>{inner}</body>
        </html>
        """;
}
