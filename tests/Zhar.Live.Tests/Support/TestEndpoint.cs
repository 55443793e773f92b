using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Zhar.Web;

namespace Zhar.Live.Tests.Support;

public sealed class TestEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().Use(static app => app.UseAuthentication()).LiveSocket("/live").Router<TestRouter>();
}

public sealed class TestRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout).Plug(conn =>
    {
        if (conn.QueryParams.Get("login") is { } name)
            conn.PutSession("live_socket_id", "users:" + name);
    }));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<BasicLive>("/basic");
        s.Live<BasicLive>("/basic/:id", action: "show");
        s.Live<BasicLive>("/invited/:token");
        s.Live<OtherLive>("/other");
        s.Live<MountLive>("/mount/:what");
        s.Live<AsyncLive>("/async");
        s.Live<SecretLive>("/secret");
        s.Live<OtherLive>("/policy").RequireAuthorization(static p => p.RequireUserName("root"));
        s.LiveSession("standing", l => l.PutRootLayout((conn, inner) => Layout(conn, $"{inner}{conn.LiveRender<PlayerLive>("corner")}")), l => l.Live<StandingLive>("/standing"));
        s.LiveSession("members", l => l.OnMount<RequireName>().PutLayout((socket, inner) => $"<main data-flash=\"{socket.Flash["info"]}\">{inner}</main>"), l => l.Live<MemberLive>("/members"));
    });

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.LiveTitle("Tests", suffix: " · Tests")}{conn.LiveScripts()}</head><body>{inner}</body></html>";
}

/// <summary>Lets in who has a name in the address.</summary>
public sealed class RequireName : IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(p);
        if (p.Get("name") is not { } name)
            return new(socket.Redirect("/other"));
        socket.Assign("name", name);
        socket.AttachHook("veto", new Veto());
        return default;
    }

    private sealed class Veto : LiveHook
    {
        public override ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent) => new(liveEvent.Name != "forbidden");
    }
}

public sealed partial class MemberLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(Socket.Assigned<string>("name"));

    [Event] private void Forbidden() => State = "done";

    [Event] private void Allowed() => PutFlash("info", "allowed");

    protected override Html Render(string state) => $"<p>{state}</p>";
}

public sealed partial class OtherLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<p>other {Flash["info"]}</p>";
}

/// <summary>Has a view that stays.</summary>
public sealed partial class StandingLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<p>{LiveRender<PlayerLive>("sticky", isSticky: true)}</p>";
}

public sealed partial class PlayerLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Count() => State++;

    [Event] private LiveAction Leave()
    {
        PutFlash("info", "bye");
        return PushNavigate("/other");
    }

    protected override Html Render(int state) => $"<p>{state}</p>";
}

/// <summary>Does what the tests ask for.</summary>
public sealed partial class BasicLive : LiveView<BasicLive.Assigns>
{
    public enum Colour
    {
        Red,
        Green,
    }

    public sealed record Assigns(int Count, string Text, string Id = "", int Loaded = 0);

    public sealed record Poke(int By);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Default.Subscribe("basic");
        var loaded = await LoadOnce(() => new ValueTask<int>(Interlocked.Increment(ref Loads.Count)));
        return new Assigns(0, Connected ? "connected" : "dead", Loaded: loaded);
    }

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Id = p.Get("id") ?? "" };
        return p.Get("loop") is null ? default : new(PushPatch("/basic?loop=1"));
    }

    [Event] private void Increment(int by = 1) => State = State with { Count = State.Count + by };

    [Event] private void Paint(Colour colour, bool bright, DateOnly? day, string? note = "none") => State = State with { Text = $"{colour} {bright} {day:O} {note}" };

    [Event("change-form")] private async Task Change(Params p)
    {
        await Task.CompletedTask;
        State = State with { Text = $"{p.Nested("user")["name"]} at {string.Join('.', p.List("_target"))}" };
    }

    [Event] private void Save(Params user, Params? address) => State = State with { Text = $"{user["name"]} of {address?["city"] ?? "nowhere"}" };

    [Event] private LiveAction Ask(string question) => Reply(question.Length);

    [Event] private void Title(string text) => PageTitle = text;

    [Event] private void Shout() => PushEvent("shout", State.Count);

    [Event] private LiveAction Patch(string to) => PushPatch(to);

    [Event] private LiveAction Leave(string to)
    {
        PutFlash("info", "bye");
        return PushNavigate(to);
    }

    [Event] private LiveAction Out(string to) => Redirect(to, external: to.StartsWith("https", StringComparison.Ordinal));

    [Event] private void Fail() => throw new InvalidOperationException("told to fail");

    [Info] private void OnPoke(Poke poke) => State = State with { Count = State.Count + poke.By };

    protected override Html Render(Assigns a) => $"<p>{a.Count}</p><i>{a.Text}</i><b>{a.Id} {Socket.Action}</b><u>{a.Loaded}</u>";
}

internal static class Loads
{
    internal static int Count;
}

/// <summary>A mount that goes wrong as the address says.</summary>
public sealed partial class MountLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session)
    {
        ArgumentNullException.ThrowIfNull(p);
        return (p["what"], Connected) switch
        {
            ("throw", _) => throw new InvalidOperationException("mount fails"),
            ("throw-connected", true) => throw new InvalidOperationException("mount fails"),
            ("missing", true) => throw new GoneException(),
            ("redirect", _) => new(Redirect("/other")),
            ("redirect-connected", true) => new(PushNavigate("/other")),
            ("secret", _) => new(0),
            _ => new(1),
        };
    }

    protected override Html Render(int state) => $"<p>mounted {state}</p>";
}

public sealed class GoneException : Exception, IHttpStatus
{
    public int StatusCode => 404;
}

/// <summary>Loads beside the page.</summary>
public sealed partial class AsyncLive : LiveView<AsyncLive.Assigns>
{
    public sealed record Assigns(AsyncResult<string> Value, int Starts);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(AsyncResult<string>.Pending, 0));

    [Event] private void Load(string what)
    {
        State = State with { Starts = State.Starts + 1 };
        AssignAsync(Work(what), State.Value.HasValue ? State.Value : null, (s, value) => s with { Value = value });
    }

    [Event] private LiveAction Cancel() => Reply(CancelAsync("(s, value) => s with { Value = value }"));

    private static Func<CancellationToken, Task<string>> Work(string what) => async token =>
    {
        if (what == "fail")
            throw new InvalidOperationException("the load fails");
        if (what == "hang")
            await Task.Delay(Timeout.Infinite, token);
        return what;
    };

    protected override Html Render(Assigns a) => $"<p>{(a.Value.IsLoading ? "loading" : a.Value.IsFailed ? "failed" : "idle")} {a.Value.Value}</p>";
}

/// <summary>For users alone.</summary>
[Authorize]
public sealed partial class SecretLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(Socket.User.Identity?.Name ?? "nobody");

    protected override Html Render(string state) => $"<p>{state}</p>";
}
