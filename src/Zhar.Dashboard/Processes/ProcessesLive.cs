using System.Collections.Immutable;
using System.Globalization;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>All processes, a page of them at a time. The node looks at each of them once and makes rows of those that are shown.</summary>
internal sealed partial class ProcessesLive : LiveView<ProcessesLive.Assigns>
{
    internal const int PageSize = 50;

    private static ImmutableArray<(ProcessOrder Order, string Name, bool IsNumber)> Columns =>
    [
        (ProcessOrder.Number, "Process", false), (ProcessOrder.Name, "Name", false), (ProcessOrder.Module, "Type", false),
        (ProcessOrder.MailboxLength, "Mailbox", true), (ProcessOrder.Restarts, "Restarts", true), (ProcessOrder.Busy, "Busy", true),
    ];

    internal sealed record Assigns(DashboardContext Context, ProcessQuery Query, ProcessPage Page, Rates Rates, Rates Before);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Processes";
        return new(new Assigns(DashboardContext.Of(Socket), new ProcessQuery(), new ProcessPage([], 0, 0, 0), Rates.None, Rates.None));
    }

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = Look(State with
        {
            Query = new ProcessQuery
            {
                OrderBy = Enum.TryParse<ProcessOrder>(p.Get("sort"), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : ProcessOrder.MailboxLength,
                Descending = p.Get("dir") != "asc",
                Offset = (p.TryGet<int>("page", out var page) ? Math.Clamp(page - 1, 0, 10_000) : 0) * PageSize,
                Limit = PageSize,
                Search = p.Get("search") is { Length: <= 100 } search ? search : null,
            },
        });
        return default;
    }

    [Tick("00:00:01")] private void LookAgain()
    {
        if (State.Context.IsDue())
            State = Look(State);
    }

    [Event] private LiveAction Search(string search) => PushPatch(To(State, State.Query with { Search = search, Offset = 0 }), replace: true);

    protected override Html Render(Assigns a) => $"""
        {Header($"Processes", Subtitle(a.Page), SearchForm(On.Search, a.Query.Search, "Name, type or #number"))}
        {If(a.Page.Rows.Count == 0,
            () => Nothing(string.IsNullOrEmpty(a.Query.Search) ? "There is no process on this page." : $"No process is called “{a.Query.Search}”."),
            () => ProcessTable(a))}
        {Pages(a)}
        """;

    private static Html Subtitle(ProcessPage page) => $"""
        {Format.Count(page.Total)} processes{When(page.Matched != page.Total, () => $", {Format.Count(page.Matched)} of them fit")}{When(page.IsSample, () => $" among {Format.Count(page.Examined)} that were looked at: a sample, another one each time")}.
        """;

    private static Html ProcessTable(Assigns a) => $"""
        <div class="table-scroll zd-table"><table id="processes" class="zd-cards">
          <caption class="zd-hidden">Processes</caption>
          <thead><tr>{Each(Columns, c => HeadCell(a, c.Order, c.Name, c.IsNumber))}<th scope="col" class="zd-num">Messages/s</th><th scope="col">Status</th><th scope="col">Handles now</th></tr></thead>
          <tbody>{Each(a.Page.Rows, r => r.Pid.Number, r => $"""
            <tr>
              <td data-label="Process">{ProcessLink(a.Context, r.Pid)}</td>
              <td data-label="Name">{r.Name}</td>
              <td data-label="Type" class="zd-module" title="{r.Module}">{Format.Module(r.Module)}</td>
              <td data-label="Mailbox" class="{Class("zd-num", ("zd-hot", r.MailboxLength > 100))}">{Format.Count(r.MailboxLength)}</td>
              <td data-label="Restarts" class="{Class("zd-num", ("zd-hot", r.Restarts > 0))}">{r.Restarts}</td>
              <td data-label="Busy" class="zd-num">{Format.Time(r.Busy)}</td>
              <td data-label="Messages/s" class="zd-num">{Format.Rate(a.Before.PerSecond(r, a.Rates))}</td>
              <td data-label="Status">{StatusBadge(r.Status)}</td>
              <td data-label="Handles now" class="zd-message">{r.CurrentMessage}</td>
            </tr>
            """)}</tbody>
        </table></div>
        """;

    private static Html HeadCell(Assigns a, ProcessOrder order, string name, bool isNumber)
    {
        var isCurrent = a.Query.OrderBy == order;
        var descending = isCurrent ? !a.Query.Descending : isNumber;
        var to = To(a, a.Query with { OrderBy = order, Descending = descending, Offset = 0 });
        var arrow = isCurrent ? a.Query.Descending ? " ↓" : " ↑" : "";
        return $"""<th scope="col" class="{Class(("zd-num", isNumber))}" aria-sort="{(isCurrent ? a.Query.Descending ? "descending" : "ascending" : null)}">{PatchLink($"{name}{arrow}", to, rest: Attrs.Of(("class", "zd-sort")))}</th>""";
    }

    private static Html Pages(Assigns a)
    {
        var page = a.Query.Offset / PageSize;
        var last = Math.Min(a.Page.Matched - 1, 10_000) / PageSize;
        return When(last > 0, () => $"""
            <nav class="zd-pages" aria-label="Pages">
              {If(page > 0, () => PatchLink($"← Previous", To(a, a.Query with { Offset = (page - 1) * PageSize })), () => $"<span></span>")}
              <span>Page {page + 1} of {last + 1}</span>
              {If(page < last, () => PatchLink($"Next →", To(a, a.Query with { Offset = (page + 1) * PageSize })), () => $"<span></span>")}
            </nav>
            """);
    }

    private static string To(Assigns a, ProcessQuery query)
    {
        var page = (query.Offset / PageSize) + 1;
        var search = string.IsNullOrWhiteSpace(query.Search) ? "" : $"&search={Uri.EscapeDataString(query.Search)}";
        return string.Create(CultureInfo.InvariantCulture, $"{a.Context.To("/processes")}?sort={query.OrderBy}&dir={(query.Descending ? "desc" : "asc")}&page={page}{search}");
    }

    private static Assigns Look(Assigns a)
    {
        var page = Node.Current.ListProcesses(a.Query);
        return a with { Page = page, Before = a.Rates, Rates = Rates.Of(page.Rows) };
    }
}
