using System.Collections.Frozen;
using System.Diagnostics;

namespace Zhar.Dashboard;

/// <summary>How many messages processes had handled at a moment: of two such looks comes a rate.</summary>
internal sealed record Rates(long At, FrozenDictionary<long, long> Handled)
{
    internal static Rates None { get; } = new(0, FrozenDictionary<long, long>.Empty);

    internal static Rates Of(IEnumerable<ProcessRow> rows) => new(Stopwatch.GetTimestamp(), rows.DistinctBy(static r => r.Pid.Number).ToFrozenDictionary(static r => r.Pid.Number, static r => r.Handled));

    /// <summary>Messages a second since the look before; <c>null</c> when the process was not in it.</summary>
    internal double? PerSecond(ProcessRow row)
    {
        if (!Handled.TryGetValue(row.Pid.Number, out var before))
            return null;
        var time = Stopwatch.GetElapsedTime(At).TotalSeconds;
        return time <= 0 ? null : Math.Max(0, (row.Handled - before) / time);
    }
}
