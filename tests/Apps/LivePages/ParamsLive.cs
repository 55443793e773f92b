using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>A page that follows its address.</summary>
public sealed partial class ParamsLive : LiveView<ParamsLive.Assigns>
{
    public sealed record Assigns(int Mounts, string Id, string Page);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(1, "", ""));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Id = p.Get("id") ?? "none", Page = p.Get("page") ?? "1" };
        PageTitle = $"Page {State.Page}";
        return default;
    }

    [Event] private LiveAction Next() => PushPatch($"/params?page={int.Parse(State.Page, System.Globalization.CultureInfo.InvariantCulture) + 1}");

    [Event] private LiveAction Away() => PushNavigate("/");

    [Event] private LiveAction Out() => Redirect("/form");

    protected override Html Render(Assigns a) => $"""
        <p id="flash">{Flash["info"]}</p>
        <output id="id">{a.Id}</output>
        <output id="page">{a.Page}</output>
        <output id="action">{Socket.Action ?? "index"}</output>
        <a href="/params/7?page=9" data-phx-link="patch" data-phx-link-state="push">Seven</a>
        <a href="/" data-phx-link="redirect" data-phx-link-state="push">Counter</a>
        <button phx-click="{On.Next}">Next</button>
        <button phx-click="{On.Away}">Away</button>
        <button phx-click="{On.Out}">Out</button>
        """;
}
