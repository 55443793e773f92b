using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Live.Tests.Components;
using Zhar.Live.Tests.Support;
using Zhar.Web.Testing;

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
            if (instrument.Meter.Name == LiveTelemetry.MeterName)
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
            ShouldListenTo = static source => source.Name == LiveTelemetry.SourceName,
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

    [Fact]
    public async Task Components_are_measured_by_view_and_class()
    {
        var seen = new ConcurrentBag<(string Instrument, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == LiveTelemetry.MeterName && instrument.Name.StartsWith("phoenix.live_component", StringComparison.Ordinal))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add((instrument.Name, Short(tags))));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Add((instrument.Name, Short(tags))));
        listener.Start();
        var spans = new ConcurrentBag<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == LiveTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(activities);
        await using var app = await ConnTest.Start<ComponentsEndpoint>(services: static s => s.AddSingleton<Journal>());
        await using var page = await app.Conn().Live("/board");

        await page.Element("#card-a .like").Click();
        await page.PushHook("drop", Params.Of(("id", "b")));
        await Assert.ThrowsAsync<Zhar.Testing.ExpectationException>(() => page.Element("#card-c .fail").Click());

        Assert.Contains((LiveTelemetry.ComponentUpdateDuration, "BoardLive CardComponent"), seen);
        Assert.Contains((LiveTelemetry.ComponentUpdateDuration, "BoardLive BadgeComponent"), seen);
        Assert.Contains((LiveTelemetry.ComponentHandleEventDuration, "BoardLive CardComponent like"), seen);
        Assert.Contains((LiveTelemetry.ComponentHandleEventException, "BoardLive CardComponent InvalidOperationException"), seen);
        Assert.Contains((LiveTelemetry.ComponentDestroyed, "BoardLive CardComponent"), seen);
        Assert.Contains(spans, static s => s.OperationName == LiveTelemetry.ComponentUpdate && s.GetTagItem("count") is 3);
        Assert.Contains(spans, static s => s.OperationName == LiveTelemetry.ComponentHandleEvent && s.GetTagItem("event") is "like" && s.Status == ActivityStatusCode.Unset);
        Assert.Contains(spans, static s => s.OperationName == LiveTelemetry.ComponentHandleEvent && s.GetTagItem("event") is "fail" && s.Status == ActivityStatusCode.Error);
    }

    private static string Short(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new List<string>();
        foreach (var (_, value) in tags)
            text.Add(value!.ToString()!.Split('.')[^1]);
        return string.Join(' ', text);
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
