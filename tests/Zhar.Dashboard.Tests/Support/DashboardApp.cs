using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Live;
using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Dashboard.Tests.Support;

/// <summary>An application with two dashboards: one for development, one for an operator everywhere.</summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    private DashboardApp(ConnTest conns) => Conns = conns;

    internal ConnTest Conns { get; }

    internal Node Node => Conns.Node;

    internal static async Task<DashboardApp> Start(string environment = "Development") => new(await ConnTest.Start<Application, TestEndpoint>(environment: environment, services: static s =>
    {
        s.AddRouting().AddAuthorization();
        s.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
    }));

    /// <summary>Opens a page of the dashboard for development, which looks again each second.</summary>
    internal async Task<LiveTestView> Open(string page)
    {
        var view = await Conns.Conn().Live("/dev/dashboard" + page);
        await view.Form("form.zd-refresh", ("seconds", "1")).Change();
        return view;
    }

    /// <summary>Opens a page of the operator's dashboard.</summary>
    internal Task<LiveTestView> OpenAsOperator(string page) => Conns.Conn().PutHeader("x-user", "root").Live("/ops/dashboard" + page);

    public ValueTask DisposeAsync() => Conns.DisposeAsync();
}

public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Vault.Child() with { Name = "vault" },
        Worker.Child() with { Name = "worker" },
        DynamicSupervisor.Child("sessions"),
        TaskSupervisor.Child("tasks"),
        TestEndpoint.Child()) with { MaxRestarts = 100 };
}

public sealed class TestEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.Telemetry().ParseBody().Session().Use(static app => app.UseAuthentication()).LiveSocket("/live").Router<TestRouter>();
}

public sealed class TestRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().ProtectFromForgery().PutSecureBrowserHeaders(
        ("content-security-policy", "default-src 'self'; script-src 'self' {nonce}; style-src 'self'")));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Get("/hello/:name", static conn => conn.SendText("hello"));
        s.LiveDashboard("/dev/dashboard");
        s.Scope("/ops", ops => ops.LiveDashboard("/dashboard", static o => o.OutsideDevelopment = true).RequireAuthorization(static p => p.RequireUserName("root")));
    });
}

/// <summary>Keeps secrets of two kinds.</summary>
public sealed partial class Vault : GenServer<Vault.Content>
{
    public sealed record Content(string Owner, string ApiToken, IReadOnlyDictionary<string, string> Settings, int Pin);

    private Init<Content> Init() => Ok(new Content("<ada>", "t0ken-value", new Dictionary<string, string> { ["password"] = "hunter2", ["colour"] = "red" }, 4711));

    protected override object? FormatStatus(object? state) => state is Content content ? content with { Pin = 0 } : state;
}

/// <summary>Can be told to crash, and to be busy.</summary>
public sealed partial class Worker : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Cast] private void Fail(string why) => throw new InvalidOperationException(why);

    [Call] private int Count() => ++State;
}

/// <summary>One of very many.</summary>
public sealed partial class Idle : GenServer<int>
{
    private Init<int> Init() => Ok(0);
}

/// <summary>Believes what a header says.</summary>
public sealed class HeaderAuthentication(
    Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, Microsoft.Extensions.Logging.ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["x-user"] is [{ } name]
        ? AuthenticateResult.Success(new AuthenticationTicket(new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, name)], "header")), "header"))
        : AuthenticateResult.NoResult());
}
