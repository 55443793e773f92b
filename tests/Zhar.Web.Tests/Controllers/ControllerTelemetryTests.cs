using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

public sealed class ControllerTelemetryTests
{
    [Fact]
    public async Task A_rendering_is_measured_and_a_span_of_its_request()
    {
        var spans = new ConcurrentQueue<Activity>();
        var measured = new ConcurrentQueue<string>();
        using var source = new ActivityListener { ShouldListenTo = s => s.Name == WebTelemetry.SourceName, Sample = static (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        using var meter = new MeterListener { InstrumentPublished = static (i, l) => { if (i.Name == ControllerTelemetry.RenderDurationName) l.EnableMeasurementEvents(i); } };
        meter.SetMeasurementEventCallback<double>((_, seconds, tags, _) => measured.Enqueue($"{seconds >= 0} {string.Join(' ', tags.ToArray().Select(static t => t.Value))}"));
        ActivitySource.AddActivityListener(source);
        meter.Start();
        await using var app = await ShopEndpoint.Start();
        using var outer = new Activity("test").Start();

        await app.Conn().PutHeader("accept", "application/json").Get("/users/1");

        var span = Assert.Single(spans, s => s.OperationName == ControllerTelemetry.RenderSpan && s.TraceId == outer.TraceId);
        Assert.Equal("UserController Show json", string.Join(' ', span.Tags.Select(static t => t.Value)));
        Assert.Contains("True UserController Show json", measured);
    }
}
