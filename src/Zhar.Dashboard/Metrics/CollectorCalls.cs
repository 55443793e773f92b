namespace Zhar.Dashboard;

/// <summary>Asks the collector of a dashboard. Without an answer in time a page shows what it has.</summary>
internal static class CollectorCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    internal static async ValueTask<MetricsSnapshot?> Metrics(DashboardContext context, string? meter) =>
        await RefOf(context).TryMetrics(meter, Patience) is Ok<MetricsSnapshot> ok ? ok.Value : null;

    internal static async ValueTask<RequestsSnapshot?> Requests(DashboardContext context, string? search, int limit) =>
        await RefOf(context).TryRequests(search, limit, Patience) is Ok<RequestsSnapshot> ok ? ok.Value : null;

    internal static async ValueTask<QueriesSnapshot?> Queries(DashboardContext context) =>
        await RefOf(context).TryQueries(Patience) is Ok<QueriesSnapshot> ok ? ok.Value : null;

    private static Collector.Ref RefOf(DashboardContext context) => new(new ServerRef(context.Mount.CollectorName, Node.Current));
}
