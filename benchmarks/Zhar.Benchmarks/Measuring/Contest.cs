using System.Diagnostics;

namespace Zhar.Benchmarks.Measuring;

/// <summary>
/// Candidates that are measured in turn, round after round, so that a disturbance of the machine meets all of them alike. The micro limits take
/// part in each contest of the core: a ratio always compares figures of the same rounds.
/// </summary>
internal sealed class Contest(Session session, bool withLimits = true, int leastOperations = 200, Func<Task>? between = null)
{
    private readonly List<Candidate> _candidates = [];

    /// <summary>X: a compare-and-swap of an object reference.</summary>
    internal const string Swap = "X";

    /// <summary>A: an allocation of 32 bytes, published with a plain store.</summary>
    internal const string Allocate = "A";

    internal Figure this[string name] => _candidates.Single(c => c.Name == name).Figure;

    /// <summary>Adds a candidate that does as many operations as it is told.</summary>
    internal Contest Add(string name, Func<int, Task> run)
    {
        _candidates.Add(new Candidate(name, run, leastOperations));
        return this;
    }

    internal async Task Run()
    {
        if (withLimits)
        {
            Add(Swap, MicroLimits.Swap);
            Add(Allocate, MicroLimits.AllocateAndPublish);
        }

        var quick = session.Options.Quick;
        foreach (var candidate in _candidates)
            await candidate.WarmUp(TimeSpan.FromMilliseconds(quick ? 300 : 800), TimeSpan.FromMilliseconds(quick ? 40 : 80));
        for (var round = 0; round < session.Options.Rounds; round++)
        {
            foreach (var candidate in _candidates)
            {
                if (between is not null)
                    await between();
                await candidate.Measure();
            }
        }

        foreach (var candidate in _candidates)
            await candidate.CountBytes();
    }

    internal Row AtMost(string row, string name, double limit, string against = Swap) =>
        Row.Relative(row, this[name].Nanoseconds, "ns", this[against].Nanoseconds, against, limit);

    /// <summary>Bytes per operation. The monitor and the clock of the runtime allocate a little by themselves, hence half a byte of tolerance.</summary>
    internal Row NoBytes(string row, string name) => new(row, this[name].Bytes, "B", null, "", "0 B", this[name].Bytes < 0.5);

    /// <summary>What a candidate costs: the median of its rounds, the bytes, each round.</summary>
    internal sealed record Figure(double Nanoseconds, double Bytes, IReadOnlyList<double> Rounds)
    {
        /// <summary>The quietest round.</summary>
        internal double Least => Rounds.Min();
    }

    private sealed class Candidate(string name, Func<int, Task> run, int leastOperations)
    {
        private readonly List<double> _rounds = [];
        private int _operations = 5 * leastOperations;
        private double _bytes;

        internal string Name => name;

        internal Figure Figure => new(Statistics.Median(_rounds), _bytes, _rounds);

        internal async Task WarmUp(TimeSpan atLeast, TimeSpan target)
        {
            // Longer than tiered compilation waits before it optimises, and enough turns for it to see the code as hot.
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 3 || watch.Elapsed < atLeast; i++)
                await run(_operations);
            var nanoseconds = await Time();
            _operations = (int)Math.Clamp(target.TotalNanoseconds / nanoseconds, leastOperations, 20_000_000);
            await run(_operations);
        }

        internal async Task Measure()
        {
            GC.Collect();
            _rounds.Add(await Time());
        }

        internal async Task CountBytes()
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await run(_operations);
            _bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)_operations;
        }

        private async Task<double> Time()
        {
            var start = Stopwatch.GetTimestamp();
            await run(_operations);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / _operations;
        }
    }
}
