using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Docs.Tests.Tutorial2;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;
using Repo = Zhar.Docs.Tests.Tutorial2.Repo;

namespace Zhar.Docs.Tests.Tutorial4;

public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config);
        services.AddSingleton<Users>();
        services.AddSingleton<Messages>();
        services.AddSingleton(TimeProvider.System);
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>(),
        PubSub.Child(),
        ChatPresence.Child(),
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
        .LiveSocket("/live")
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

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Get("/", SessionController.Actions.New);
        s.Post("/session", SessionController.Actions.Create);
        s.Live<CounterLive>("/counter");
        s.Live<SignUpLive>("/sign-up");
        s.Live<UsersLive>("/users");
        s.Live<ChatLive>("/chat/:room");
        s.LiveSession("members", session => session.OnMount<RequireName>(), live => live.Live<RoomLive>("/rooms/:room"));
    });
}

public static class Layouts
{
    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {conn.LiveTitle("My application")}
            {conn.CoreStylesheet()}
            {conn.LiveScripts()}
          </head>
          <body>{inner}</body>
        </html>
        """;
}

public sealed partial class CounterLive : LiveView<int>
{
    protected override async ValueTask<Mount<int>> Mount(Params p, Session session) => 0;

    [Event] private void Increment() => State++;

    [Event] private void Add(int by) => State += by;

    [Event] private void Crash() => throw new InvalidOperationException("crashed on request");

    protected override Html Render(int count) => $"""
        <h1>Counter</h1>
        <output id="count">{count}</output>
        <button phx-click="{On.Increment}">+1</button>
        <button phx-click="{On.Add.With(("by", 10))}">+10</button>
        <button phx-click="{On.Crash}">Crash</button>
        """;
}

public sealed partial class SignUpLive(Users users) : LiveView<Changeset<User>>
{
    protected override async ValueTask<Mount<Changeset<User>>> Mount(Params p, Session session) => User.Changeset(new(), Params.Empty);

    [Event] private void Validate(Params user) => State = User.Changeset(new(), user).WithAction(ChangesetAction.Validate);

    [Event] private async Task<LiveAction> Save(Params user)
    {
        var result = await users.Create(user);
        if (result is Ok<User>(var made))
        {
            PutFlash("info", $"Welcome, {made.Name}.");
            return PushNavigate("/users");
        }

        if (result is Invalid<User>(var changeset))
            State = changeset;
        return default;
    }

    protected override Html Render(Changeset<User> changeset) => $"""
        <h1>Sign up</h1>
        {LiveForm(new Form(changeset, "user"), On.Save, On.Validate, f => $"""
            {Input(f["name"], "Name")}
            {Input(f["email"], "Email", "email")}
            {Button($"Sign up")}
            """)}
        """;
}

public sealed partial class UsersLive(Users users) : LiveView<UsersLive.Assigns>
{
    public sealed record Assigns(string Search, IReadOnlyList<User> Users);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new Assigns("", []);

    protected override async ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        var search = p.Get("q") ?? "";
        var all = await LoadOnce(async () => await users.List());
        State = new Assigns(search, [.. all.Where(u => u.Name.Contains(search, StringComparison.OrdinalIgnoreCase))]);
        return default;
    }

    [Event] private LiveAction Search(string q) => PushPatch($"/users?q={Uri.EscapeDataString(q)}", replace: true);

    protected override Html Render(Assigns a) => $"""
        {FlashGroup(Flash)}
        {Header($"Users", actions: NavigateLink($"Sign up", "/sign-up"))}
        <form id="search" phx-change="{On.Search}">
          <input name="q" value="{a.Search}" type="search" aria-label="Search" phx-debounce="200">
        </form>
        <ul id="users">{Each(a.Users, u => u.Id, u => $"<li>{u.Name}</li>")}</ul>
        {PatchLink($"All", "/users")}
        """;
}

public sealed partial class ChatLive(TimeProvider clock) : LiveView<ChatLive.Assigns>
{
    public sealed record Message(Guid Id, string User, string Text, DateTimeOffset Timestamp);

    public sealed record Assigns(string Room, string CurrentUser, ImmutableList<Message> Messages, int Sent = 0);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Subscribe($"chat:{p["room"]}");
        return new Assigns(p["room"], session["name"] ?? "Anonymous", []);
    }

    [Event] private void SendMessage(string message)
    {
        if (string.IsNullOrWhiteSpace(message))
            return;
        PubSub.Broadcast($"chat:{State.Room}", new Message(Guid.NewGuid(), State.CurrentUser, message, clock.GetUtcNow()));
        State = State with { Sent = State.Sent + 1 };
    }

    [Info] private void OnMessage(Message message) => State = State with { Messages = State.Messages.Add(message) };

    protected override Html Render(Assigns a) => $"""
        <h1>#{a.Room}</h1>
        {When(a.Messages.IsEmpty, () => $"<p>Nobody has said anything yet.</p>")}
        <ul id="messages">{Each(a.Messages, m => m.Id, m => $"<li><time>{m.Timestamp:HH:mm}</time> <b>{m.User}</b> {m.Text}</li>")}</ul>
        <form id="say" phx-submit="{On.SendMessage}">
          <input id="message-{a.Sent}" name="message" aria-label="Message" autocomplete="off" phx-mounted="{Js.Focus()}">
          <button>Send</button>
        </form>
        """;
}

[Schema("messages"), Timestamps]
public partial record Message
{
    [PrimaryKey] public long Id { get; init; }
    public string Room { get; init; } = "";
    public string Author { get; init; } = "";
    public string Body { get; init; } = "";

    public static Changeset<Message> Changeset(Message message, Params attributes) => message
        .Cast(attributes, m => new { m.Body })
        .ValidateRequired(m => m.Body)
        .ValidateLength(m => m.Body, max: 2000);
}

public sealed class Messages(Repo repo, PubSub pubSub)
{
    public static string Topic(string room) => $"chat:{room}";

    public async Task<Result<Message>> Post(string room, string author, Params attributes)
    {
        var result = await repo.Insert(Message.Changeset(new() { Room = room, Author = author }, attributes));
        if (result is Ok<Message>(var message))
            pubSub.Broadcast(Topic(room), new Posted(message));
        return result;
    }

    public async Task<List<Message>> Last(string room)
    {
        var newestFirst = await repo.All(Query.From<Message>().Where(m => m.Room == room).OrderByDescending(m => m.Id).Take(50));
        newestFirst.Reverse();
        return newestFirst;
    }
}

public sealed record Posted(Message Message);

[Migration(20260301_120000)]
public sealed class CreateMessages : Migration
{
    public override void Change()
    {
        Create.Table("messages", t =>
        {
            t.String("room", 30).NotNull();
            t.String("author", 30).NotNull();
            t.Text("body").NotNull();
            t.Timestamps();
        });
        Create.Index("messages", ["room", "id"]);
    }
}

public sealed class ChatPresence : Presence;

public sealed partial class SessionController : Controller
{
    public IResult New(Conn conn) => Render(New);

    public IResult Create(Conn conn, string name)
    {
        conn.RenewSession().PutSession("name", name);
        return Redirect(to: "/rooms/general");
    }
}

public static class SessionHtml
{
    public static Html New(Conn conn) => FormTag("/session", conn.CsrfToken, $"""
        <label>Your name <input name="name" required maxlength="30"></label>
        <button>Come in</button>
        """);
}

public sealed class RequireName : IOnMount
{
    public async ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (session["name"] is not { } name)
            return socket.Redirect("/");
        socket.Assign("name", name);
        return default;
    }
}

public sealed partial class RoomLive(Messages messages) : LiveView<RoomLive.Assigns>
{
    public sealed record Assigns(string Room, string Name, LiveStream<Message> Messages, Changeset<Message> Draft, int Sent = 0)
    {
        public ImmutableList<string> People { get; init; } = [];
    }

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        var (room, name) = (p["room"], Socket.Assigned<string>("name"));
        if (Connected)
        {
            PubSub.Subscribe(Messages.Topic(room));
            PubSub.Subscribe($"people:{room}");
            await ChatPresence.Track($"people:{room}", name, Params.Of(("since", DateTimeOffset.UtcNow)));
        }

        var last = await messages.Last(room);
        return new Assigns(room, name, LiveStream<Message>.Create("messages").InsertAll(last, m => m.Id), EmptyDraft);
    }

    private static Changeset<Message> EmptyDraft => Message.Changeset(new(), Params.Empty);

    [Event] private void Write(Params message) => State = State with { Draft = Message.Changeset(new(), message) };

    [Event] private async Task Send(Params message) => State = await messages.Post(State.Room, State.Name, message) switch
    {
        Invalid<Message>(var changeset) => State with { Draft = changeset },
        _ => State with { Draft = EmptyDraft, Sent = State.Sent + 1 },
    };

    [Info] private void OnPosted(Posted posted) => State = State with { Messages = State.Messages.Insert(posted.Message.Id, posted.Message, limit: -200) };

    [Info] private async Task OnPresence(Broadcast _) => State = State with { People = [.. (await ChatPresence.List($"people:{State.Room}")).Keys.Order()] };

    protected override Html Render(Assigns a) => $"""
        {FlashGroup(Flash)}
        {Header($"#{a.Room}", $"{string.Join(", ", a.People)}")}
        <ol id="messages" phx-update="stream">{a.Messages.Each((id, m) => $"<li id=\"{id}\"><b>{m.Author}</b> {m.Body}</li>")}</ol>
        {LiveForm(new Form(a.Draft, "message", $"say-{a.Sent}"), On.Send, On.Write, f => $"""
            {Input(f["body"], rest: Attrs.Of(("aria-label", "Message"), ("autocomplete", "off"), ("phx-mounted", Js.Focus())))}
            {Button($"Send")}
            """)}
        """;
}
