using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;

namespace Zhar.Docs.Tests.Oidc;

/// <summary>Sign-in with a provider that speaks OpenID Connect.</summary>
public static class Oidc
{
    /// <summary>What the provider has said, for the moment until our own session begins.</summary>
    public const string External = "external";

    public const string Provider = "oidc";

    extension(IServiceCollection services)
    {
        public void AddOidc(IConfiguration config) => services
            .AddAuthentication(External)
            .AddCookie(External, o => o.ExpireTimeSpan = TimeSpan.FromMinutes(5))
            .AddOpenIdConnect(Provider, o =>
            {
                o.SignInScheme = External;
                o.Authority = config["Oidc:Authority"];
                o.ClientId = config["Oidc:ClientId"];
                o.ClientSecret = config["OIDC_CLIENT_SECRET"];
                o.ResponseType = "code";
                o.Scope.Add("email");
                o.MapInboundClaims = false; // claims keep their names: sub, email
                o.Events.OnRemoteFailure = context =>
                {
                    // Somebody has pressed "cancel", or the answer is not one to our question.
                    context.HandleResponse();
                    context.Response.Redirect("/auth/oidc/done");
                    return Task.CompletedTask;
                };
            });
    }
}

public sealed partial class OidcController(Members members) : Controller
{
    /// <summary>Sends the browser to the provider. The provider sends it back to /signin-oidc, which the middleware answers.</summary>
    public IResult Start(Conn conn) => Results.Challenge(new AuthenticationProperties { RedirectUri = "/auth/oidc/done" }, [Oidc.Provider]);

    /// <summary>Begins a session of our own for whom the provider has named.</summary>
    public async Task<IResult> Done(Conn conn)
    {
        var who = (await conn.AuthenticateAsync(Oidc.External)).Principal;
        await conn.SignOutAsync(Oidc.External);
        if (who?.FindFirst("sub") is not { } subject || who.FindFirst("email") is not { } email || !bool.TryParse(who.FindFirst("email_verified")?.Value, out var verified) || !verified)
        {
            conn.PutFlash("error", "The sign-in did not work.");
            return Redirect(to: "/");
        }

        var member = members.FindOrAdd(subject.Issuer, subject.Value, email.Value);
        conn.ClearSession().RenewSession().PutSession("member", member.Email);
        return Redirect(to: "/");
    }
}

public sealed class MyEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .RequestId()
        .Use(app => app.UseAuthentication())
        .ParseBody()
        .Session()
        .Router<Router>();
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchFlash().ProtectFromForgery().PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Get("/", HomeController.Actions.Show);
        s.Get("/auth/oidc", OidcController.Actions.Start);
        s.Get("/auth/oidc/done", OidcController.Actions.Done);
    });
}

public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton<Members>();
        services.AddOidc(config);
    }

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), MyEndpoint.Child());
}

public sealed partial class HomeController : Controller
{
    public IResult Show(Conn conn) => Render(Show, conn.GetSession("member") ?? "nobody");
}

public static class HomeHtml
{
    public static Html Show(Conn conn, string member) => $"<p>{conn.Flash["error"]}</p><p>Here is {member}.</p>";
}

public sealed record Member(string Issuer, string Subject, string Email);

/// <summary>Stands for a table with a unique index on issuer and subject.</summary>
public sealed class Members
{
    private readonly ConcurrentDictionary<(string, string), Member> _all = new();

    public IEnumerable<Member> All => _all.Values;

    /// <summary>Whom the provider means: an address may get another owner, the pair of issuer and subject does not.</summary>
    public Member FindOrAdd(string issuer, string subject, string email) => _all.GetOrAdd((issuer, subject), _ => new Member(issuer, subject, email));
}
