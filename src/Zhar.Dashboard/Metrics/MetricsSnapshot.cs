using System.Collections.Immutable;

namespace Zhar.Dashboard;

/// <summary>The meters that there are, and the series of those that were asked for.</summary>
internal sealed record MetricsSnapshot(ImmutableArray<string> Meters, ImmutableArray<SeriesSnapshot> Series)
{
    internal static MetricsSnapshot Empty { get; } = new([], []);

    internal SeriesSnapshot? Find(string name) => Series.FirstOrDefault(s => s.Name == name);
}

/// <summary>One instrument with its history, oldest first.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Meter">Its meter.</param>
/// <param name="Unit">Its unit, or nothing.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Kind">What a point means.</param>
/// <param name="Values">A point for each second.</param>
/// <param name="Highs">The highest of each second; empty unless the kind has one.</param>
/// <param name="Groups">Totals by tags, most frequent first.</param>
internal sealed record SeriesSnapshot(
    string Name, string Meter, string Unit, string Description, SeriesKind Kind, ImmutableArray<double> Values, ImmutableArray<double> Highs, ImmutableArray<GroupSnapshot> Groups)
{
    internal double Last => Values.Length == 0 ? 0 : Values[^1];
}

/// <summary>What was measured with the same tags since the listening began.</summary>
internal sealed record GroupSnapshot(string Key, long Count, double Sum, double High)
{
    internal double Mean => Count == 0 ? 0 : Sum / Count;
}
