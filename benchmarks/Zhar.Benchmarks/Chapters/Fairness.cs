using System.Globalization;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Peers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>A ping beside 8 processes that hog the processors: alone, beside other programs, on one processor, and with many workers.</summary>
internal sealed class Fairness : IChapter
{
    public string Name => "fairness";

    public async Task Run(Session session)
    {
        var seconds = session.Options.Quick ? 2.0 : 5.0;
        var rounds = session.Options.Quick ? 1 : 3;
        var never = new List<Dictionary<string, double>>();
        var half = new List<Dictionary<string, double>>();
        var beam = new List<Dictionary<string, double>>();
        for (var round = 0; round < rounds; round++)
        {
            never.Add(await Spin("never", seconds, 0, 0));
            half.Add(await Spin("500", seconds, 0, 0));
            if (Contender.Beam.IsInstalled)
                beam.Add(await Contender.Beam.Run("fairness"));
        }

        foreach (var (name, figures) in new[] { ("8 spinners that never return", never), ("8 spinners, 500 ms per message", half) })
        {
            session.Add(Delivered(name, figures));
            session.Add(BesideBeam($"{name}: ping p50", figures, "p50_us", beam, "fair_p50_us"));
            session.Add(BesideBeam($"{name}: ping p99", figures, "p99_us", beam, "fair_p99_us"));
            session.Add(Row.Absolute($"{name}: ping max", Median(figures, "max_us") / 1000, "ms", 20));
        }

        await BesideNeighbours(session, "8 spinners that never return, 2 busy programs beside", "never", "before", seconds);
        await BesideNeighbours(session, "8 spinners that never return, 2 busy programs start later", "never", "after", seconds);
        await BesideNeighbours(session, "8 spinners, 500 ms per message, 2 busy programs beside", "500", "before", seconds);

        if (Repository.Output("taskset", "--version") is not null)
        {
            foreach (var mode in new[] { "never", "500" })
                Holds(session, $"8 spinners ({mode}) on one processor", await Child.RunOnOneProcessor("spinners", Limit(seconds), Arguments(mode, seconds, 0, 0)));
        }
        else
        {
            session.Add(Row.Missing("8 spinners on one processor", "needs taskset, of util-linux"));
        }

        foreach (var workers in new[] { 16, 64 })
            Holds(session, $"8 spinners (never), {workers} workers", await Spin("never", seconds, workers, 0));
    }

    private static async Task BesideNeighbours(Session session, string name, string mode, string when, double seconds)
    {
        var figures = await Spin(mode, seconds, 0, 2, when);
        session.Add(Delivered(name, [figures]));
        session.Add(Row.Absolute($"{name}: collection pause p99", figures["pause_p99_ms"], "ms", 15));
        session.Add(Row.Absolute($"{name}: collection pause max", figures["pause_max_ms"], "ms", 50));
        session.Add(Row.Report($"{name}: ping p50", figures["p50_us"], "us"));
        session.Add(Row.Report($"{name}: ping p99", figures["p99_us"], "us"));
    }

    private static void Holds(Session session, string name, Dictionary<string, double> figures)
    {
        session.Add(Delivered(name, [figures]));
        session.Add(Row.Absolute($"{name}: threads grown", figures["threads_grown"], "threads", 2));
        session.Add(Row.Absolute($"{name}: false call timeouts", figures["failed_calls"], "calls", 0));
        session.Add(Row.Report($"{name}: ping p50", figures["p50_us"], "us"));
        session.Add(Row.Report($"{name}: ping p99", figures["p99_us"], "us"));
    }

    private static Row Delivered(string name, List<Dictionary<string, double>> rounds)
    {
        var share = rounds.Min(f => f["delivered"]) * 100;
        return new Row($"{name}: delivered", share, "%", null, $"{rounds.Sum(f => f["trips"]).ToString("0", CultureInfo.InvariantCulture)} pings", "100 %", share >= 100);
    }

    private static Row BesideBeam(string name, List<Dictionary<string, double>> ours, string figure, List<Dictionary<string, double>> beam, string theirs) => beam.Count == 0
        ? Row.Missing(name, "ahead of BEAM, which is not installed")
        : Row.Relative(name, Median(ours, figure), "us", Median(beam, theirs), "BEAM", 1);

    private static double Median(List<Dictionary<string, double>> rounds, string figure) => Measuring.Statistics.Median(rounds.Select(f => f[figure]));

    private static Task<Dictionary<string, double>> Spin(string mode, double seconds, int workers, int neighbours, string when = "before") =>
        Child.Run("spinners", Limit(seconds), Arguments(mode, seconds, workers, neighbours, when));

    private static string[] Arguments(string mode, double seconds, int workers, int neighbours, string when = "before") =>
        [mode, seconds.ToString(CultureInfo.InvariantCulture), workers.ToString(CultureInfo.InvariantCulture), when, neighbours.ToString(CultureInfo.InvariantCulture)];

    private static TimeSpan Limit(double seconds) => TimeSpan.FromSeconds(seconds + 30);
}
