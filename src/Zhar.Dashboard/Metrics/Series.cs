using System.Diagnostics.Metrics;
using System.Globalization;

namespace Zhar.Dashboard;

/// <summary>What one instrument has measured: a point for each second, and totals by its tags.</summary>
internal sealed class Series
{
    /// <summary>Seconds of history.</summary>
    internal const int Points = 300;

    private const int MaxGroups = 100;
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly string _node;
    private readonly double[] _values = new double[Points];
    private readonly double[] _highs = new double[Points];
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private int _next;
    private int _count;
    private double _sum;
    private double _high;
    private long _measured;
    private double _level;
    private double _before;
    private bool _hasBefore;

    internal Series(Instrument instrument, string node)
    {
        _node = node;
        Name = instrument.Name;
        Meter = instrument.Meter.Name;
        Unit = instrument.Unit ?? "";
        Description = instrument.Description ?? "";
        Kind = KindOf(instrument);
    }

    internal string Name { get; }

    internal string Meter { get; }

    internal string Unit { get; }

    internal string Description { get; }

    internal SeriesKind Kind { get; }

    internal void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, tag) in tags)
        {
            if (key == Telemetry.NodeTag && tag as string != _node)
                return; // another node in this operating system's process
        }

        lock (_gate)
        {
            _measured++;
            _sum += value;
            _high = _measured == 1 ? value : Math.Max(_high, value);
            if (Kind == SeriesKind.Level)
                _level += value;
            if (Kind is SeriesKind.Times or SeriesKind.Count)
                GroupOf(tags).Add(value);
        }
    }

    /// <summary>Turns what has come in since the last call into a point.</summary>
    internal void EndSecond()
    {
        lock (_gate)
        {
            var (value, high) = Point();
            _values[_next] = value;
            _highs[_next] = high;
            _next = (_next + 1) % Points;
            _count = Math.Min(_count + 1, Points);
            (_sum, _high, _measured) = (0, 0, 0);
        }
    }

    internal SeriesSnapshot Snapshot()
    {
        lock (_gate)
        {
            var values = new double[_count];
            var highs = Kind == SeriesKind.Times ? new double[_count] : [];
            for (var i = 0; i < _count; i++)
            {
                var at = (_next - _count + i + Points) % Points;
                values[i] = _values[at];
                if (highs.Length > 0)
                    highs[i] = _highs[at];
            }

            return new(Name, Meter, Unit, Description, Kind, [.. values], [.. highs], [.. _groups.OrderByDescending(static g => g.Value.Count).Select(static g => g.Value.Snapshot(g.Key))]);
        }
    }

    private (double Value, double High) Point()
    {
        switch (Kind)
        {
            case SeriesKind.Total:
                var delta = _hasBefore && _measured > 0 ? Math.Max(0, _sum - _before) : 0;
                (_before, _hasBefore) = (_measured > 0 ? _sum : _before, _hasBefore || _measured > 0);
                return (delta, 0);
            case SeriesKind.Level:
                return (Math.Max(0, _level), 0);
            case SeriesKind.Gauge when _measured == 0:
                return (_count == 0 ? 0 : _values[(_next - 1 + Points) % Points], 0);
            case SeriesKind.Times:
                return (_measured == 0 ? 0 : _sum / _measured, _high);
            default:
                return (_sum, 0);
        }
    }

    private Group GroupOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = "";
        foreach (var (name, value) in tags)
        {
            if (name == Telemetry.NodeTag || value is null)
                continue;
            var text = Convert.ToString(value, CultureInfo.InvariantCulture);
            key = key.Length == 0 ? text ?? "" : $"{key} · {text}";
        }

        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count >= MaxGroups && !_groups.TryGetValue(key = Others, out group))
            return _groups[Others] = new();
        return group ?? (_groups[key] = new());
    }

    private static SeriesKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType)
            return SeriesKind.Gauge;
        type = type.GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? SeriesKind.Times
            : type == typeof(Counter<>) ? SeriesKind.Count
            : type == typeof(ObservableCounter<>) ? SeriesKind.Total
            : type == typeof(UpDownCounter<>) ? SeriesKind.Level
            : SeriesKind.Gauge;
    }

    private sealed class Group
    {
        internal long Count { get; private set; }

        private double Sum { get; set; }

        private double High { get; set; }

        internal void Add(double value)
        {
            Count++;
            Sum += value;
            High = Math.Max(High, value);
        }

        internal GroupSnapshot Snapshot(string key) => new(key, Count, Sum, High);
    }
}

/// <summary>What a point of a series means.</summary>
internal enum SeriesKind
{
    /// <summary>Added up in a second.</summary>
    Count,

    /// <summary>By how much a total has grown in a second.</summary>
    Total,

    /// <summary>A level that goes up and down by steps.</summary>
    Level,

    /// <summary>A value of a moment.</summary>
    Gauge,

    /// <summary>The mean and the highest of what was measured in a second.</summary>
    Times,
}
