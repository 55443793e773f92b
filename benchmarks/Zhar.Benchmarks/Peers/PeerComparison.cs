using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Peers;

/// <summary>The same small workloads on Zhar, BEAM, Akka.NET and Proto.Actor, in turn, each in an OS process of its own.</summary>
internal sealed class PeerComparison : IChapter
{
    // Shown name, workload, its metric, unit, and whether less of it is better.
    private static readonly (string Name, string Workload, string Metric, string Unit, bool Less)[] Tests =
    [
        ("call, p50", "ask_1", "ask_p50_us", "us", true),
        ("call, 1000 callers", "ask_1000", "ask_1000", "M/s", false),
        ("spawn", "spawn", "spawn_us", "us", true),
        ("memory of an idle process", "spawn", "idle_bytes", "B", true),
        ("ring", "ring", "ring", "Mhops/s", false),
        ("1000 pairs", "tell_1000_pairs", "tell_1000_pairs", "M/s", false),
        ("fan-in, 8 to 1", "tell_8_1", "tell_8_1", "M/s", false),
        ("restart", "restart", "restart", "crashes/s", false),
        ("memory of a million processes", "million", "million_heap_MB", "MB", true),
        ("fairness, ping p50", "fairness", "fair_p50_us", "us", true),
        ("fairness, ping p99", "fairness", "fair_p99_us", "us", true),
    ];

    public string Name => "peers";

    public async Task Run(Session session)
    {
        Contender[] peers = [Contender.Beam, Contender.Akka, Contender.Proto];
        Contender[] all = [.. peers.Where(p => p.IsInstalled), Contender.Ours];
        foreach (var contender in all)
            await contender.Build();

        foreach (var workload in Tests.Where(t => session.Options.Wants(Name, t.Workload)).GroupBy(t => t.Workload))
        {
            var figures = all.ToDictionary(c => c, _ => new List<Dictionary<string, double>>());
            var rounds = session.Options.Quick || workload.Key == "million" ? 1 : 2;
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in all)
                    figures[contender].Add(await contender.Run(workload.Key));
            }

            foreach (var test in workload)
            {
                foreach (var peer in peers)
                    session.Add(Compare(test, peer, Figure(figures, Contender.Ours, test.Metric), Figure(figures, peer, test.Metric)));
            }
        }
    }

    private static double? Figure(Dictionary<Contender, List<Dictionary<string, double>>> figures, Contender contender, string metric)
    {
        var values = figures.GetValueOrDefault(contender)?.Where(f => f.ContainsKey(metric)).Select(f => f[metric]).ToList();
        return values is { Count: > 0 } ? Statistics.Median(values) : null;
    }

    private static Row Compare((string Name, string Workload, string Metric, string Unit, bool Less) test, Contender peer, double? ours, double? theirs)
    {
        var name = $"{test.Name}: Zhar beside {peer.Title}";
        var goal = $"ahead of {peer.Title}";
        if (ours is not { } value)
            return new Row(name, null, test.Unit, null, theirs is null ? "" : $"{peer.Title} = {Row.Number(theirs)} {test.Unit}", goal, false);
        if (theirs is not { } other)
            return new Row(name, value, test.Unit, null, $"{peer.Title}: no figure", goal, peer.IsInstalled);
        var ahead = test.Less ? value < other : value > other;
        return new Row(name, value, test.Unit, value / other, $"{peer.Title} = {Row.Number(other)} {test.Unit}", goal + (test.Less ? " (less)" : " (more)"), ahead);
    }
}
