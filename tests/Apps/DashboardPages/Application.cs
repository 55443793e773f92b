using Zhar;
using Zhar.Dashboard;
using Zhar.Live;
using Zhar.Web;

namespace DashboardPages;

/// <summary>An application with something to see in its dashboard.</summary>
public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Rooms.Registry.Child(),
        Vault.Child() with { Name = Vault.Name },
        WorkerSupervisor.Child(),
        DynamicSupervisor.Child("sessions"),
        Starter.Child(),
        Endpoint.Child());
}

/// <summary>Workers that need each other.</summary>
public sealed class WorkerSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => RestForOne(Worker.Child("poller") with { Id = "poller", Name = "poller" }, Worker.Child("uploader") with { Id = "uploader", Name = "uploader" }) with { MaxRestarts = 100 };
}

public static class Rooms
{
    public static readonly Registry<string, int> Registry = Zhar.Registry.Unique<string, int>("rooms");
}

/// <summary>Ticks, and can be told to crash.</summary>
public sealed partial class Worker : GenServer<Worker.Work>
{
    public sealed record Work(string Name, int Done);

    private Init<Work> Init(string name) => Ok(new Work(name, 0));

    [Tick("00:00:00.100")] private void Step() => State = State with { Done = State.Done + 1 };

    [Cast] private void Fail() => throw new InvalidOperationException("told to fail");
}

/// <summary>Keeps a secret.</summary>
public sealed partial class Vault : GenServer<Vault.Content>
{
    public sealed record Content(string Owner, string ApiToken, IReadOnlyList<string> Notes);

    private Init<Content> Init() => Ok(new Content("ada", "s3cr3t-value", ["first", "second"]));
}

/// <summary>A session of one user.</summary>
public sealed partial class UserSession : GenServer<int>
{
    private Init<int> Init(int user)
    {
        Rooms.Registry.Register($"user {user}", user);
        return Ok(user);
    }
}

/// <summary>Starts the sessions once the tree stands.</summary>
public sealed partial class Starter : GenServer<int>
{
    private Init<int> Init() => Ok(0).ThenContinue(new Begin());

    [Continue] private async ValueTask OnBegin(Begin _)
    {
        for (; State < 120; State++)
            await DynamicSupervisor.StartChild("sessions", UserSession.Child(State));
    }

    private sealed record Begin;
}

public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.RequestId().Telemetry().ParseBody().Session().LiveSocket("/live").Router<Router>();
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layouts.Root).ProtectFromForgery().PutSecureBrowserHeaders(
        ("content-security-policy", "default-src 'self'; script-src 'self' {nonce}; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'")));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<HomeLive>("/");
        s.LiveDashboard("/dev/dashboard");
    });
}

/// <summary>A page of the application.</summary>
public sealed partial class HomeLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private async ValueTask Fail()
    {
        await Task.Yield();
        Worker.Ref poller = new(new ServerRef("poller"));
        poller.Fail();
        State++;
    }

    protected override Html Render(int failures) => $"""
        <h1>An application</h1>
        <p>Told to fail: <output id="failures">{failures}</output></p>
        <button phx-click="{On.Fail}">Fail</button>
        <a href="/dev/dashboard">Dashboard</a>
        """;
}

public static class Layouts
{
    public static Html Root(Conn conn, Html inner) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><link rel="icon" href="data:,">{conn.LiveTitle("Dashboard pages")}{conn.LiveScripts()}</head>
        <body>{inner}</body>
        </html>
        """;
}
