using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The last requests, live.</summary>
internal sealed partial class RequestsLive : LiveView<RequestsLive.Assigns>
{
    private const int Limit = 100;

    internal sealed record Assigns(DashboardContext Context, string Search, RequestsSnapshot Requests);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Requests";
        return await Look(new Assigns(DashboardContext.Of(Socket), "", RequestsSnapshot.Empty));
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            State = await Look(State);
    }

    [Event] private async ValueTask Search(string search) => State = await Look(State with { Search = search.Length <= 100 ? search : search[..100] });

    protected override Html Render(Assigns a) => $"""
        {Header($"Requests", $"{Format.Count(a.Requests.Total)} seen so far, the newest first. They are seen where the endpoint has the plug Telemetry.", SearchForm(On.Search, a.Search, "Path, route, verb, status or id"))}
        {If(a.Requests.Requests.IsEmpty,
            () => Nothing(a.Search.Length > 0 ? $"None of the last requests fits “{a.Search}”." : "No request yet."),
            () => RequestTable(a))}
        """;

    private static Html RequestTable(Assigns a) => $"""
        <div class="table-scroll zd-table"><table id="requests" class="zd-cards">
          <caption class="zd-hidden">Requests</caption>
          <thead><tr><th scope="col">When</th><th scope="col">Verb</th><th scope="col">Path</th><th scope="col">Route</th><th scope="col" class="zd-num">Status</th><th scope="col" class="zd-num">Time</th><th scope="col">Request id</th></tr></thead>
          <tbody>{Each(a.Requests.Requests, r => r.Number, r => $"""
            <tr>
              <td data-label="When">{Format.Clock(r.Time)}</td>
              <td data-label="Verb">{r.Method}</td>
              <td data-label="Path" class="zd-wrap">{r.Path}</td>
              <td data-label="Route" class="zd-muted">{r.Route}</td>
              <td data-label="Status" class="zd-num">{Badge(r.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), r.Status switch { >= 500 => "bad", >= 400 => "busy", >= 200 and < 300 => "good", _ => "" })}</td>
              <td data-label="Time" class="zd-num">{Format.Time(r.Duration)}</td>
              <td data-label="Request id" class="zd-message">{r.Id}</td>
            </tr>
            """)}</tbody>
        </table></div>
        """;

    private static async ValueTask<Assigns> Look(Assigns a) => a with { Requests = await CollectorCalls.Requests(a.Context, a.Search, Limit) ?? a.Requests };
}
