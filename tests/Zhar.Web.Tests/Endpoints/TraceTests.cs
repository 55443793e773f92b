using System.Collections.Concurrent;
using System.Diagnostics;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

public sealed partial class TraceTests
{
    [Fact]
    public async Task One_trace_leads_from_the_request_over_the_route_into_the_process_that_it_calls()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static s => s.Name is WebTelemetry.SourceName or Telemetry.SourceName, Sample = static (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Counter.Ref counter = default;
        await using var app = await FunctionEndpoint.Start(static p => p.Telemetry(), s => s.Get("/traced", async c => await c.SendText($"{await counter.Increment()}")));
        var started = (Started)await app.Node.Start(Counter.Child());
        counter = Counter.Ref.At(started.Pid);

        Assert.Equal("1", (await app.Conn().Get("/traced")).TextResponse());

        // The answer is on its way before the spans around it have ended.
        await Eventually.True(() => spans.Any(static s => s.OperationName == WebTelemetry.RouterSpan && "/traced".Equals(s.GetTagItem("http.route"))));
        var trace = spans.First(static s => "/traced".Equals(s.GetTagItem("http.route"))).TraceId;
        await Eventually.True(() => spans.Count(s => s.TraceId == trace) >= 3);

        var router = Assert.Single(spans, static s => s.OperationName == WebTelemetry.RouterSpan && "/traced".Equals(s.GetTagItem("http.route")));
        var process = Assert.Single(spans, s => s.TraceId == router.TraceId && s.OperationName.Contains(nameof(Counter), StringComparison.Ordinal));
        var endpoint = Assert.Single(spans, s => s.SpanId == router.ParentSpanId);
        Assert.Equal(router.SpanId, process.ParentSpanId);
        Assert.Equal(WebTelemetry.EndpointSpan, endpoint.OperationName);
    }

    public sealed partial class Counter : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call] private int Increment() => ++State;
    }
}
