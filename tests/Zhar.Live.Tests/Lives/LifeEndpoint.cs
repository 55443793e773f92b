using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;

namespace Zhar.Live.Tests.Lives;

/// <summary>Who is locked out.</summary>
public sealed class Members
{
    private readonly ConcurrentDictionary<string, bool> _revoked = new(StringComparer.Ordinal);

    public bool MayEnter(ClaimsPrincipal user) => user.Identity?.Name is { } name && !_revoked.ContainsKey(name);

    public void Revoke(string name) => _revoked[name] = true;
}

/// <summary>Holds up a handler for as long as a test wants.</summary>
public sealed class Gate
{
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Pages of users who come and go.</summary>
public sealed class LifeEndpoint : EndpointBase
{
    public static readonly TimeSpan HibernateAfter = TimeSpan.FromSeconds(10);

    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().Use(static app => app.UseAuthentication())
        .LiveSocket("/live", new LiveOptions { HibernateAfter = HibernateAfter }).Router<LifeRouter>();
}

public sealed class LifeRouter : Router
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout));

    protected override void Routes() => Scope("/", Browser, static s =>
    {
        s.Live<HallLive>("/hall");
        s.Live<LibraryLive>("/library");
        s.Live<FeedLive>("/feed");
        s.Live<SlowLive>("/slow");
        s.Live<VaultLive>("/vault");
        s.LiveSession("lounge", static l => l.PutLayout(static (socket, inner) => $"{socket.LiveRender<RadioLive>("radio", [("station", "one")], isSticky: true)}{inner}"), static l =>
        {
            l.Live<HallLive>("/lounge/hall");
            l.Live<LibraryLive>("/lounge/library");
        });
        s.Post("/login/:name", static conn =>
        {
            conn.RenewSession();
            conn.PutSession("user", conn.Params["name"]).PutSession("live_socket_id", "users:" + conn.Params["name"]);
            return conn.SendHtml("welcome");
        });
        s.Post("/logout", static conn =>
        {
            var id = conn.GetSession("live_socket_id");
            conn.ClearSession();
            if (id is not null)
                conn.RequestServices.GetRequiredService<PubSub>().BroadcastEvent(id, "disconnect");
            return conn.SendHtml("bye");
        });
    });

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.LiveScripts()}</head><body>{inner}</body></html>";
}

/// <summary>Plays on while the page around it changes.</summary>
public sealed partial class RadioLive : LiveView<RadioLive.Assigns>
{
    public sealed record Assigns(string Station, int Volume);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(new Assigns(session["station"] ?? "none", 0));
    }

    [Event] private void Louder() => State = State with { Volume = State.Volume + 1 };

    [Event] private LiveAction Go(string to) => PushNavigate(to);

    [Event] private LiveAction Turn(string to) => PushPatch(to);

    [Event] private void Fail() => throw new InvalidOperationException("the radio fails");

    protected override Html Render(Assigns a) => $"<i>{a.Station}</i><b>{a.Volume}</b>";
}

public sealed partial class HallLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(p);
        State = p.Get("n", 0);
        return default;
    }

    [Event] private void Step() => State++;

    [Event] private void Fail() => throw new InvalidOperationException("the hall fails");

    protected override Html Render(int state) => $"<p>hall {state}</p>";
}

public sealed partial class LibraryLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session["user"] ?? "nobody");
    }

    protected override Html Render(string state) => $"<p>library of {state}</p>";
}

/// <summary>Shows entries and forgets them: the browser has them.</summary>
public sealed partial class FeedLive : LiveView<FeedLive.Assigns>
{
    public sealed record Assigns(int Version, IReadOnlyList<string> Entries, int Renders);

    public sealed record Count;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(1, ["first", "second"], 0));

    protected override Assigns AfterRender(Assigns state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Entries = [], Renders = state.Renders + 1 };
    }

    [Event] private void Add(string entry) => State = State with { Version = State.Version + 1, Entries = [entry] };

    [Event] private LiveAction Held() => Reply(State.Entries.Count);

    [Event] private LiveAction Renders() => Reply(State.Renders);

    protected override Html Render(Assigns a) => $"<ul>{Memo(a.Version, () => $"{Each(a.Entries, e => $"<li>{e}</li>")}")}</ul>";
}

/// <summary>Takes as long as the gate says.</summary>
public sealed partial class SlowLive(Gate gate) : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private async Task Wait()
    {
        gate.Reached.TrySetResult();
        await gate.Open.Task;
    }

    [Event] private void Step() => State++;

    protected override Html Render(int state) => $"<p>{state}</p>";
}

/// <summary>For members who are not locked out.</summary>
[Authorize("member")]
public sealed partial class VaultLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(User.Identity?.Name ?? "nobody");

    [Event] private void Look() => State += "!";

    protected override Html Render(string state) => $"<p>vault of {state}</p>";
}
