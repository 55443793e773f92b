using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Zhar.Live.Tests.Support;

namespace Zhar.Live.Tests.Views;

/// <summary>What is measured of live views.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Mounts_events_and_renders_are_measured_by_view()
    {
        var seen = new ConcurrentBag<(string Instrument, string? View, string? Event)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == LiveTelemetry.Name)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add(Read(instrument, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => seen.Add(Read(instrument, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Add(Read(instrument, tags)));
        listener.Start();
        await using var app = await LiveApp.Start();

        var page = await app.Open("/basic");
        await page.Event("increment");

        var name = typeof(BasicLive).FullName;
        foreach (var instrument in new[] { LiveTelemetry.MountDuration, LiveTelemetry.HandleParamsDuration, LiveTelemetry.RenderDuration, LiveTelemetry.DiffSize })
            Assert.Contains(seen, s => s.Instrument == instrument && s.View == name);
        Assert.Contains((LiveTelemetry.HandleEventDuration, name, "increment"), seen);

        _ = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "fail"), ("value", Params.Empty)));
        await page.Socket.AssertEvent("phx_error");
        await app.Get("/mount/throw");
        Assert.Contains((LiveTelemetry.HandleEventException, name, null), seen);
        Assert.Contains((LiveTelemetry.MountException, typeof(MountLive).FullName, null), seen);
        Assert.Contains((LiveTelemetry.MountDuration, typeof(MountLive).FullName, null), seen);
    }

    [Fact]
    public async Task Each_part_of_a_page_is_a_span()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == LiveTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await LiveApp.Start();

        var page = await app.Open("/basic");
        await page.Event("increment");
        _ = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "fail"), ("value", Params.Empty)));
        await page.Socket.AssertEvent("phx_error");

        var name = typeof(BasicLive).FullName;
        var own = spans.Where(s => s.GetTagItem("view") as string == name).ToList();
        foreach (var part in new[] { LiveTelemetry.Mount, LiveTelemetry.HandleParams, LiveTelemetry.HandleEvent, LiveTelemetry.Render })
            Assert.Contains(own, s => s.OperationName == part);
        Assert.Contains(own, static s => s.GetTagItem("event") as string == "increment" && s.Status == ActivityStatusCode.Unset);
        Assert.Contains(own, static s => s.GetTagItem("event") as string == "fail" && s.Status == ActivityStatusCode.Error);
    }

    private static (string, string?, string?) Read(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? view = null, name = null;
        foreach (var (key, value) in tags)
        {
            view = key == "view" ? value as string : view;
            name = key == "event" ? value as string : name;
        }

        return (instrument.Name, view, name);
    }
}
