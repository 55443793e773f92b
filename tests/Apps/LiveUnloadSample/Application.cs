using System.Text.Json.Serialization;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveUnloadSample;

public sealed record Greeting(string Text);

[JsonSerializable(typeof(Greeting))]
public sealed partial class SampleJson : JsonSerializerContext;

public sealed partial class SampleApplication : ZharApplication
{
    protected override void Define(ApplicationDefinition definition) => definition.Name = "live_unload_sample";

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), SampleEndpoint.Child());
}

public sealed class SampleEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.RequestId().Telemetry().ParseBody().Session().LiveSocket("/live", new LiveOptions { HibernateAfter = TimeSpan.FromSeconds(1) }).Router<SampleRouter>();
}

public sealed class SampleRouter : Router
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Root).ProtectFromForgery().PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, static s => s.LiveSession("sample", static l => l.OnMount<Greeter>().PutLayout(static (socket, inner) => $"<main>{socket.Flash["info"]}{inner}</main>"), static l => l.Live<CounterLive>("/counter/:start")));

    private static Html Root(Conn conn, Html inner) => $"<html><head>{conn.LiveScripts()}</head><body>{conn.LiveRender<ClockLive>("clock")}{inner}</body></html>";
}

public sealed class Greeter : IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        socket.Assign("greeting", new Greeting("hello"));
        socket.AttachHook("watch", new Watch());
        return default;
    }

    private sealed class Watch : LiveHook
    {
        public override ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent) => new(liveEvent.Name != "veto");
    }
}

/// <summary>Stands in the layout.</summary>
public sealed partial class ClockLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<i>tick {state}</i>";
}

/// <summary>Stands inside the counter.</summary>
public sealed partial class InnerLive : LiveView<Greeting>
{
    protected override ValueTask<Mount<Greeting>> Mount(Params p, Session session) => new(new Greeting("inner"));

    protected override Html Render(Greeting state) => $"<u>{state.Text}</u>";
}
