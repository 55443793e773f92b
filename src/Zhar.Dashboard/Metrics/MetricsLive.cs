using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The instruments of a meter as live charts, with the last minutes behind them.</summary>
internal sealed partial class MetricsLive : LiveView<MetricsLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, string Meter, MetricsSnapshot Metrics);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Metrics";
        return new(new Assigns(DashboardContext.Of(Socket), Telemetry.MeterName, MetricsSnapshot.Empty));
    }

    protected override async ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = await Look(State with { Meter = p.Get("meter") is { Length: > 0 and <= 100 } meter ? meter : Telemetry.MeterName });
        return default;
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            State = await Look(State);
    }

    protected override Html Render(Assigns a) => $"""
        {Header($"Metrics", $"The last {Series.Points / 60} minutes, a point for each second.")}
        <nav class="zd-tools" aria-label="Meters">{Each(a.Metrics.Meters, m => m, m => PatchLink(Html.Text(m), $"{a.Context.To("/metrics")}?meter={Uri.EscapeDataString(m)}", rest: Attrs.Of(("aria-current", m == a.Meter ? "true" : null))))}</nav>
        {If(a.Metrics.Series.IsEmpty, () => Nothing($"Nothing has been measured by “{a.Meter}” yet."), () => $"""
            <div class="zd-columns">{Each(a.Metrics.Series, s => s.Name, Chart)}</div>
            {Each(a.Metrics.Series.Where(s => s.Groups.Length > 0 && s.Groups.Any(g => g.Key.Length > 0)), s => s.Name, s => Panel(s.Name, MeasureParts.Groups(s)))}
            """)}
        """;

    private static async ValueTask<Assigns> Look(Assigns a) => a with { Metrics = await CollectorCalls.Metrics(a.Context, a.Meter) ?? a.Metrics };
}
