using System.Collections.Frozen;
using System.Diagnostics;

namespace Zhar.Dashboard;

/// <summary>How many messages processes had handled at a moment: of two such looks comes a rate.</summary>
internal sealed record Rates(long At, FrozenDictionary<long, long> Handled)
{
    internal static Rates None { get; } = new(0, FrozenDictionary<long, long>.Empty);

    internal static Rates Of(IEnumerable<ProcessRow> rows) => new(Stopwatch.GetTimestamp(), rows.DistinctBy(static r => r.Pid.Number).ToFrozenDictionary(static r => r.Pid.Number, static r => r.Handled));

    /// <summary>Messages a second from this look to <paramref name="later"/>; <c>null</c> when the process was not in this one.</summary>
    internal double? PerSecond(ProcessRow row, Rates later) => PerSecond(row, Stopwatch.GetElapsedTime(At, later.At));

    /// <summary>Messages a second from this look to now.</summary>
    internal double? PerSecond(ProcessRow row) => PerSecond(row, Stopwatch.GetElapsedTime(At));

    private double? PerSecond(ProcessRow row, TimeSpan time) =>
        Handled.TryGetValue(row.Pid.Number, out var before) && time > TimeSpan.Zero ? Math.Max(0, (row.Handled - before) / time.TotalSeconds) : null;
}
