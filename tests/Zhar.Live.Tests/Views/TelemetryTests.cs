using System.Collections.Concurrent;
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
        listener.Start();
        await using var app = await LiveApp.Start();

        var page = await app.Open("/basic");
        await page.Event("increment");

        var name = typeof(BasicLive).FullName;
        foreach (var instrument in new[] { LiveTelemetry.Mount, LiveTelemetry.HandleParams, LiveTelemetry.Render, LiveTelemetry.DiffSize })
            Assert.Contains(seen, s => s.Instrument == instrument && s.View == name);
        Assert.Contains((LiveTelemetry.HandleEvent, name, "increment"), seen);
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
