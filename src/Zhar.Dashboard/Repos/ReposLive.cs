using System.Collections.Immutable;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>What the repos do: statements, waits for connections, slow ones, failed ones. By the names of their measurements: a program without a database has an empty page.</summary>
internal sealed partial class ReposLive : LiveView<ReposLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, QueriesSnapshot Queries);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Repos";
        return await Look(new Assigns(DashboardContext.Of(Socket), QueriesSnapshot.Empty));
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            State = await Look(State);
    }

    protected override Html Render(Assigns a) => $"""
        {Header($"Repos", $"Statements by what they do, how long they take, and how long they wait for a connection of the pool.")}
        {When(a.Queries.Find(DataNames.Duration), s => Totals(a, s), () => Nothing("No repo has run a statement since the dashboard has listened."))}
        """;

    private static Html Totals(Assigns a, SeriesSnapshot durations)
    {
        var count = durations.Groups.Sum(static g => g.Count);
        var time = durations.Groups.Sum(static g => g.Sum);
        var waits = a.Queries.Find(DataNames.QueueTime);
        return $"""
            {Stats(
                Stat("Statements", Format.Count(count)),
                Stat("Mean time", Format.Measured(count == 0 ? 0 : time / count, durations.Unit)),
                Stat("Longest wait for a connection", Format.Measured(waits is { Groups.Length: > 0 } ? waits.Groups.Max(static g => g.High) : 0, waits?.Unit ?? "")),
                Stat("Refused by the pool", Format.Number(Sum(a.Queries.Find(DataNames.Refused))), kind: Sum(a.Queries.Find(DataNames.Refused)) > 0 ? "bad" : null),
                Stat("Connections lost", Format.Number(Sum(a.Queries.Find(DataNames.Lost))), kind: Sum(a.Queries.Find(DataNames.Lost)) > 0 ? "bad" : null))}
            <div class="zd-columns">{Chart(durations)}{When(waits, Chart)}</div>
            {Panel("Statements", MeasureParts.Groups(durations), id: "statements")}
            {Panel("Slowest", Statements(a.Queries.Slowest, "No statement yet."), id: "slowest")}
            {Panel("Failed", Statements(a.Queries.Failed, "No statement has failed."), id: "failed")}
            """;
    }

    private static Html Statements(ImmutableArray<Statement> statements, string nothing) => If(statements.IsEmpty, () => Nothing(nothing), () => $"""
        <div class="table-scroll"><table class="zd-cards">
          <caption class="zd-hidden">Statements</caption>
          <thead><tr><th scope="col">When</th><th scope="col" class="zd-num">Time</th><th scope="col">Repo</th><th scope="col">Statement</th></tr></thead>
          <tbody>{Each(statements, s => $"""
            <tr><td data-label="When">{Format.Clock(s.Time)}</td><td data-label="Time" class="zd-num">{Format.Time(s.Duration)}</td><td data-label="Repo" class="zd-module">{Format.Module(s.Repo)}</td><td data-label="Statement"><code class="zd-sql">{s.Sql}</code></td></tr>
            """)}</tbody>
        </table></div>
        """);

    private static double Sum(SeriesSnapshot? series) => series?.Groups.Sum(static g => g.Sum) ?? 0;

    private static async ValueTask<Assigns> Look(Assigns a) => a with { Queries = await CollectorCalls.Queries(a.Context) ?? a.Queries };
}
