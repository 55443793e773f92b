using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Controllers.Shop;

public sealed class ShopEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Router<Router>();

    internal static Task<ConnTest> Start() => ConnTest.Start<ShopEndpoint>(
        settings: [new("HOST", "shop.example"), new("Url:Port", "443")],
        services: s =>
        {
            s.AddSingleton<Users>().AddSingleton(TimeProvider.System).AddRouting().AddAuthorization();
            s.AddAuthentication("role").AddScheme<AuthenticationSchemeOptions, RoleAuthentication>("role", null);
        });
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p.PutRootLayout(Root).PutLayout(Inner));
    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Get("/", PageController.Actions.Home);
            s.Resources<UserController>("/users", nested: u => u.Resources<PostController>("/posts", only: [Index, Show]));
            s.Get("/login", PageController.Actions.Login);
            s.Post("/login", PageController.Actions.Login);
            s.Get("/files/*path", PageController.Actions.Files);
            s.Get("/v:version/about", PageController.Actions.About);
            s.Get("/tagged/:slug", PageController.Actions.Tagged);
            s.Get("/plain", PageController.Actions.Plain);
        });
        Scope("/api", Api, s => s.Resources<UserController>("/users", only: [Index, Show, Create]));
        Things();
    }

    internal static Html Root(Conn conn, Html inner) => $"<!DOCTYPE html><html><body>{inner}</body></html>";

    internal static Html Inner(Conn conn, Html inner) => $"<main>{inner}</main>";

    private void Things() => Scope("/things", s =>
    {
        s.Match("*", "/typed", ThingController.Actions.Typed);
        s.Match("*", "/lists", ThingController.Actions.Lists);
        s.Get("/services", ThingController.Actions.Services);
        s.Get("/outcome/:what", ThingController.Actions.Outcome);
        s.Get("/data", ThingController.Actions.Data);
        s.Get("/markup", ThingController.Actions.Markup);
        s.Get("/words", ThingController.Actions.Words);
        s.Get("/own", ThingController.Actions.Own);
        s.Get("/silent", ThingController.Actions.Silent);
        s.Get("/back", ThingController.Actions.Back);
        s.Get("/away", ThingController.Actions.Away);
        s.Get("/away-fixed", ThingController.Actions.AwayFixed);
        s.Get("/download", ThingController.Actions.Download);
        s.Get("/stream", ThingController.Actions.Stream);
        s.Get("/file", ThingController.Actions.File);
        s.Get("/part", ThingController.Actions.Part);
        s.Get("/pieces", ThingController.Actions.Pieces);
        s.Get("/ticks", ThingController.Actions.Ticks);
        s.Get("/made", ThingController.Actions.Made);
        s.Get("/gone", ThingController.Actions.Gone);
        s.Get("/wrong", ThingController.Actions.Wrong);
        s.Get("/null", ThingController.Actions.Null);
        s.Post("/upload", ThingController.Actions.Upload);
        s.Get("/one", PlugController.Actions.One);
        s.Get("/two", PlugController.Actions.Two);
        s.Get("/listed", PlugController.Actions.Listed);
        s.Get("/counted", PlugController.Actions.Counted);
        s.Get("/guarded", PlugController.Actions.Guarded);
        s.Get("/halted", PlugController.Actions.Halted);
        s.Post("/scrubbed", PlugController.Actions.Scrubbed);
        s.Get("/fails", FallibleController.Actions.Fails);
    });
}
