using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Dashboard;

/// <summary>Listens to meters and spans by their names, and keeps a bounded history of them. What is measured comes in on any thread.</summary>
internal sealed class Recorder(CollectorSettings settings, string node, TimeProvider clock)
{
    private const int MaxSeries = 300;

    private static readonly string[] Known =
    [
        "Zhar", "Zhar.Web", "Zhar.Live", DataNames.Meter, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private readonly Lock _gate = new();
    private readonly List<Series> _series = [];
    private readonly RequestLog _requests = new(clock);
    private readonly QueryLog _queries = new(clock);
    private MeterListener? _meters;
    private ActivityListener? _spans;
    private long _lookedAt = clock.GetTimestamp();

    internal CollectorSettings Settings => settings;

    internal TimeSpan SinceLook => clock.GetElapsedTime(_lookedAt);

    internal void Look() => _lookedAt = clock.GetTimestamp();

    internal void Start()
    {
        lock (_gate)
        {
            if (_meters is not null)
                return;
            _meters = Listen();
            _spans = new ActivityListener
            {
                ShouldListenTo = static s => s.Name is RequestLog.Source or DataNames.Source,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = OnSpan,
            };
        }

        _meters.Start();
        ActivitySource.AddActivityListener(_spans);
    }

    internal void Stop()
    {
        MeterListener? meters;
        ActivityListener? spans;
        lock (_gate)
        {
            (meters, _meters) = (_meters, null);
            (spans, _spans) = (_spans, null);
            _series.Clear();
        }

        meters?.Dispose();
        spans?.Dispose();
    }

    /// <summary>Ends a second: asks the instruments that are asked, and moves what has come in into the history.</summary>
    internal void Sample()
    {
        _meters?.RecordObservableInstruments();
        foreach (var series in All())
            series.EndSecond();
    }

    internal MetricsSnapshot Metrics(string? meter) => new(
        [.. All().Select(static s => s.Meter).Distinct().Order(StringComparer.Ordinal)],
        [.. All().Where(s => meter is null || s.Meter == meter).OrderBy(static s => s.Meter, StringComparer.Ordinal).ThenBy(static s => s.Name, StringComparer.Ordinal).Select(static s => s.Snapshot())]);

    internal RequestsSnapshot Requests(string? search, int limit) => _requests.Snapshot(search, limit);

    internal QueriesSnapshot Queries() => new(
        [.. All().Where(static s => s.Meter == DataNames.Meter).Select(static s => s.Snapshot())], _queries.Slowest(), _queries.Failed());

    private Series[] All()
    {
        lock (_gate)
            return [.. _series];
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener { InstrumentPublished = OnInstrument };
        listener.SetMeasurementEventCallback<byte>(static (_, v, tags, s) => ((Series)s!).Record(v, tags)); // the state of each is its series
        listener.SetMeasurementEventCallback<short>(static (_, v, tags, s) => ((Series)s!).Record(v, tags));
        listener.SetMeasurementEventCallback<int>(static (_, v, tags, s) => ((Series)s!).Record(v, tags));
        listener.SetMeasurementEventCallback<long>(static (_, v, tags, s) => ((Series)s!).Record(v, tags));
        listener.SetMeasurementEventCallback<float>(static (_, v, tags, s) => ((Series)s!).Record(v, tags));
        listener.SetMeasurementEventCallback<double>(static (_, v, tags, s) => ((Series)s!).Record(v, tags));
        listener.SetMeasurementEventCallback<decimal>(static (_, v, tags, s) => ((Series)s!).Record((double)v, tags));
        return listener;
    }

    private void OnInstrument(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter.Name;
        if (Array.IndexOf(Known, meter) < 0 && !settings.Meters.Contains(meter))
            return;
        Series series;
        lock (_gate)
        {
            if (_series.Count >= MaxSeries)
                return;
            series = new Series(instrument, node);
            _series.Add(series);
        }

        listener.EnableMeasurementEvents(instrument, series);
    }

    private void OnSpan(Activity span)
    {
        if (span.Source.Name == RequestLog.Source)
            _requests.Add(span);
        else
            _queries.Add(span);
    }
}
