using System.Globalization;

namespace Zhar.Benchmarks.Children;

/// <summary>What the core's benchmarks run in OS processes of their own.</summary>
internal static class Scenarios
{
    internal static IReadOnlyDictionary<string, Func<string[], Task>> All { get; } = new Dictionary<string, Func<string[], Task>>
    {
        ["idle"] = a => IdleProcesses.Run(int.Parse(a[0], CultureInfo.InvariantCulture)),
        ["million"] = a => MillionServers.Run(int.Parse(a[0], CultureInfo.InvariantCulture)),
        ["spinners"] = SpinnersAndPing.Run,
        ["sleepers"] = a => SleepersAndPing.Run(double.Parse(a[0], CultureInfo.InvariantCulture)),
        ["flood"] = a => FloodAndPing.Run(double.Parse(a[0], CultureInfo.InvariantCulture)),
        ["burn"] = a => Neighbours.Burn(double.Parse(a[0], CultureInfo.InvariantCulture)),
    };
}
