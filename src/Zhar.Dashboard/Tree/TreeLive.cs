using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The supervision trees, live.</summary>
internal sealed partial class TreeLive : LiveView<TreeLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, TreeChoice Choice, TreeSnapshot Tree);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Supervision";
        return await Read(new Assigns(DashboardContext.Of(Socket), new TreeChoice(), TreeSnapshot.Empty));
    }

    protected override async ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        if (p.Get("search") is { } search && search != State.Choice.Search)
            await Look(State.Choice with { Search = Shorten(search) });
        return default;
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            State = await Read(State);
    }

    [Event] private async ValueTask Toggle(string path)
    {
        if (State.Tree.Rows.FirstOrDefault(r => r.Path == path) is { } row)
            await Look(State.Choice with { Open = State.Choice.Open.SetItem(path, !row.IsOpen) });
    }

    [Event] private async ValueTask More(string path)
    {
        if (State.Tree.Rows.Any(r => r.Path == path))
            await Look(State.Choice with { Longer = State.Choice.Longer.Add(path) });
    }

    [Event] private async ValueTask Search(string search) => await Look(State.Choice with { Search = Shorten(search) });

    protected override Html Render(Assigns a) => $"""
        {Header($"Supervision", $"Who starts and restarts whom. Figures are those of the moment; the rate is that since the last look.", SearchForm(On.Search, a.Choice.Search, "Name, type or #number"))}
        {If(a.Tree.Rows.IsEmpty,
            () => Nothing(a.Choice.Search.Length > 0 ? $"Nothing in the trees is called “{a.Choice.Search}”." : "No supervision tree runs."),
            () => TreeTable(a))}
        {When(a.Tree.IsCut, () => $"<p class=\"zd-note\">More than {TreeReader.MaxRows} lines. Close what you do not need, search, or look at {NavigateLink($"the list of processes", a.Context.To("/processes"))}.</p>")}
        """;

    private static Html TreeTable(Assigns a) => $"""
        <div class="table-scroll zd-table"><table id="tree" class="zd-tree zd-cards">
          <caption class="zd-hidden">The supervision trees</caption>
          <thead><tr><th scope="col">Name</th><th scope="col">Process</th><th scope="col">Status</th><th scope="col" class="zd-num">Mailbox</th><th scope="col" class="zd-num">Restarts</th><th scope="col" class="zd-num" title="About, of the state: all processes share one heap">Memory</th><th scope="col" class="zd-num">Messages/s</th><th scope="col">Type</th><th scope="col">Handles now</th></tr></thead>
          <tbody>{Each(a.Tree.Rows, r => r.Path, r => Row(a, r))}</tbody>
        </table></div>
        """;

    private static Html Row(Assigns a, TreeRow row) => $"""
        <tr>
          <td class="zd-name depth-{Math.Min(row.Depth, 12)}"><div class="zd-node">{Toggler(row)}<div><span class="{Class(("zd-supervisor", row.IsSupervisor))}" title="{row.Path}">{row.Name}</span>{Below(row)}</div></div></td>
          <td data-label="Process">{ProcessLink(a.Context, row.Pid)}</td>
          <td data-label="Status">{StatusBadge(row.Status)}</td>
          <td data-label="Mailbox" class="{Class("zd-num", ("zd-hot", row.Process is { MailboxLength: > 100 }))}">{row.Process?.MailboxLength}</td>
          <td data-label="Restarts" class="{Class("zd-num", ("zd-hot", row.Process is { Restarts: > 0 }))}">{row.Process?.Restarts}</td>
          <td data-label="Memory" class="zd-num">{row.Size?.ToString()}</td>
          <td data-label="Messages/s" class="zd-num">{Format.Rate(row.Rate)}</td>
          <td data-label="Type" class="zd-module" title="{row.Module}">{Format.Module(row.Module)}</td>
          <td data-label="Handles now" class="zd-message">{a.Context.Shown(row.Process?.CurrentMessage)}</td>
        </tr>
        """;

    private static Html Toggler(TreeRow row) => If(
        row.IsSupervisor && row.Children > 0,
        () => $"""<button type="button" class="zd-toggle" aria-expanded="{row.IsOpen}" aria-label="{(row.IsOpen ? "Close" : "Open")} {row.Name}" phx-click="{On.Toggle.With(("path", row.Path))}"></button>""",
        () => $"""<span class="zd-toggle"></span>""");

    private static Html Below(TreeRow row) => $"""
        {When(row.IsSupervisor && row.Children > 0, () => $" <span class=\"zd-muted\">{Format.Count(row.Children)}</span>")}
        {When(row.Trouble, t => $" <span class=\"zd-trouble\">{t}</span>")}
        {When(row.Hidden > 0, () => $" <button type=\"button\" class=\"zd-link\" phx-click=\"{On.More.With(("path", row.Path))}\">{Format.Count(row.Hidden)} more</button>")}
        """;

    private async ValueTask Look(TreeChoice choice) => State = await Read(State with { Choice = choice });

    private static async ValueTask<Assigns> Read(Assigns a) => a with { Tree = await new TreeReader(Node.Current, a.Choice, a.Tree.Rates).Read() };

    private static string Shorten(string search) => (search.Length <= 100 ? search : search[..100]).Trim();
}
