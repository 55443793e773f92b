using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Docs.Tests.Tutorial2;
using Zhar.Mail;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;
using static Zhar.Web.ResourceAction;
using Repo = Zhar.Docs.Tests.Tutorial2.Repo;

namespace Zhar.Docs.Tests.Tutorial3;

public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config);
        services.AddSingleton<Users>();
        services.AddMailer(config);
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>(),
        PubSub.Child(),
        Mailer.Child(),
        MyEndpoint.Child());
}

public sealed class MyEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .Socket<UserSocket>("/socket")
        .Router<Router>();
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchLiveFlash()
        .PutRootLayout(Layouts.Root)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Get("/", PageController.Actions.Home);
            s.Resources<UserController>("/users");
        });

        Scope("/api", Api, s => s.Resources<UserController>("/users", only: [Index, Show, Create]));
    }
}

public sealed partial class PageController : Controller
{
    public IResult Home(Conn conn) => Render(Home);
}

public static class PageHtml
{
    public static Html Home(Conn conn) => $"""
        <h1>Welcome</h1>
        <p>You came by {conn.Request.Headers.UserAgent.ToString()}.</p>
        """;
}

public static class Layouts
{
    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <title>My application</title>
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
          </head>
          <body>
            {Each(conn.Flash, f => $"<p class=\"flash\" role=\"status\">{f.Value}</p>")}
            {inner}
          </body>
        </html>
        """;
}

public sealed partial class UserController(Users users) : Controller
{
    public async Task<IResult> Index(Conn conn) => Render(Index, await users.List());

    public async Task<IResult> Show(Conn conn, long id) => Render(Show, await users.Get(id));

    public IResult New(Conn conn) => Render(New, User.Changeset(new(), Params.Empty));

    public async Task<IResult> Create(Conn conn, Params user)
    {
        switch (await users.Create(user))
        {
            case Ok<User>(var made) when conn.Format == "json":
                return Created(Paths.Api.Users.Show(made.Id), UserJson.Show(made));
            case Ok<User>(var made):
                conn.PutFlash("info", $"Welcome, {made.Name}.");
                return Redirect(to: Paths.Users.Show(made.Id));
            case Invalid<User>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }
}

public static class UserHtml
{
    public static Html Index(IReadOnlyList<User> users) => $"""
        <h1>Users</h1>
        {When(users.Count == 0, () => $"<p>Nobody yet.</p>")}
        <ul>{Each(users, u => u.Id, u => $"<li><a href=\"{Paths.Users.Show(u.Id)}\">{u.Name}</a></li>")}</ul>
        """;

    public static Html Show(User user) => $"""
        <h1>{user.Name}</h1>
        <p>{user.Email}</p>
        """;

    public static Html New(Conn conn, Changeset<User> changeset) => FormFor(new Form(changeset, "user"), Paths.Users.Create(), conn.CsrfToken, f => $"""
        {Input(f["name"], "Name")}
        {Input(f["email"], "Email", "email")}
        {Button($"Sign up")}
        """);
}

public static class UserJson
{
    public static UserList Index(IReadOnlyList<User> users) => new([.. users.Select(Show)]);

    public static UserData Show(User user) => new(user.Id, user.Name, user.Email);

    public static UserErrors New(Changeset<User> changeset) => new([.. changeset.Errors.Select(e => e.ToString())]);
}

public sealed record UserData(long Id, string Name, string Email);

public sealed record UserList(IReadOnlyList<UserData> Data);

public sealed record UserErrors(IReadOnlyList<string> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(UserData))]
[JsonSerializable(typeof(UserErrors))]
[JsonSerializable(typeof(Said))]
public sealed partial class MyJson : JsonSerializerContext;

public sealed class RequireUser(Users users) : IPlug
{
    public static readonly AssignKey<User> CurrentUser = new("current_user");

    public async ValueTask Call(Conn conn)
    {
        if (long.TryParse(conn.GetSession()["user_id"], out var id))
            conn.Assign(CurrentUser, await users.Get(id));
        else
            conn.RedirectTo(Paths.Users.New()).Halt();
    }
}

public sealed class UserSocket : Socket
{
    protected override void Channels() => Channel<RoomChannel>("room:*");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(
        Token.Verify(info.Keys!, "user socket", p.Get("token") ?? "", TimeSpan.FromDays(14)) is ValidToken<string> user
            ? Accept($"users:{user.Data}").Assign("user", user.Data)
            : Refuse("no valid token"));
}

public sealed record Said(string Text, string By = "");

public sealed partial class RoomChannel : Channel<RoomChannel.Room>
{
    public sealed record Room(string User);

    private Join<Room> Join(string topic) => Ok(new Room((string)Socket.Assigns["user"]!));

    [HandleIn("say")] private void Say(Said said) => Broadcast("said", said with { By = State.User });
}

public static class UserEmail
{
    public static Email Welcome(User user) => new()
    {
        To = [new(user.Email, user.Name)],
        Subject = $"Welcome, {user.Name}",
        Text = $"Good to have you, {user.Name}.",
        Html = $"<p>Good to have you, <b>{user.Name}</b>.</p>",
    };
}
