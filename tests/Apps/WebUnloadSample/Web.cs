using System.Text.Json.Serialization;
using Zhar;
using Zhar.Web;

namespace WebUnloadSample;

public sealed record Greeting(string Text);

[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(IReadOnlyList<Greeting>))]
public sealed partial class SampleJson : JsonSerializerContext;

public sealed partial class SampleApplication : ZharApplication
{
    protected override void Define(ApplicationDefinition definition) => definition.Name = "web_unload_sample";

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), SampleEndpoint.Child());
}

public sealed class SampleEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets().RequestId().Telemetry().ParseBody().Session(static s => s.Store = new TableSessionStore()).Socket<SampleSocket>("/socket").Router<SampleRouter>();
}

public sealed class SampleRouter : Router
{
    private static readonly AssignKey<Greeting> Found = new("greeting");

    private static readonly Pipeline Browser = new(static p => p
        .Accepts("html", "json").FetchSession().FetchLiveFlash().ProtectFromForgery().PutSecureBrowserHeaders().Plug<Greeter>());

    protected override void Routes() => Scope("/", Browser, static s =>
    {
        s.Get("/hello/:name", static c => c.SendHtml(Page(c.PutFlash("info", "hi").PutSession("seen", 1).Params["name"], c.Get(Found)).ToString()));
        s.Get("/greetings/list", GreetingController.Actions.List);
        s.Get("/greetings/fails", GreetingController.Actions.Fails);
        s.Get("/greetings/:id", GreetingController.Actions.Show);
        s.Get("/fails", static _ => throw new SampleException());
    });

    private static Html Page(string name, Greeting greeting) => $"<p>{greeting.Text} {name}</p>";

    public sealed class Greeter : IPlug
    {
        public ValueTask Call(Conn conn)
        {
            conn.Assign(Found, new Greeting("Hello"));
            return default;
        }
    }
}

public sealed class SampleException : Exception, IHttpStatus
{
    public int StatusCode => 418;
}

public sealed class SampleSocket : Socket
{
    protected override void Channels() => Channel<SampleChannel>("room:*");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(Accept().Assign("user", p.Get("user")));
}

public sealed partial class SampleChannel : Channel<Greeting>
{
    private Join<Greeting> Join(string topic) => new Greeting(topic);

    [HandleIn("shout")] private void Shout(Greeting greeting) => Broadcast("shouted", greeting);
}
