using System.Globalization;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>Servers that answer the same request, measured in turn, round after round: the processor time of the whole server process per request.</summary>
internal sealed class RequestContest(Session session, string path, IReadOnlyList<string> contenders, Action<string, string> check)
{
    private const int Connections = 32;

    private readonly Dictionary<string, List<double>> _processor = contenders.ToDictionary(static c => c, static _ => new List<double>());
    private readonly Dictionary<string, List<double>> _rate = contenders.ToDictionary(static c => c, static _ => new List<double>());

    /// <summary>Microseconds of processor time per request, of the median round.</summary>
    internal double Microseconds(string contender) => Statistics.Median(_processor[contender]);

    /// <summary>Requests a second, of the median round.</summary>
    internal double PerSecond(string contender) => Statistics.Median(_rate[contender]);

    /// <summary>The quarter of the rounds that was cheapest, and the quarter that was dearest, begin there.</summary>
    internal string Quartiles(string contender)
    {
        double[] sorted = [.. _processor[contender].Order()];
        return string.Create(CultureInfo.InvariantCulture, $"quartiles {Row.Number(Statistics.Percentile(sorted, 0.25))} to {Row.Number(Statistics.Percentile(sorted, 0.75))} us");
    }

    internal async Task Run(bool returning = true)
    {
        var quick = session.Options.Quick;
        var time = TimeSpan.FromMilliseconds(quick ? 600 : 1500);
        using var client = new LoadClient();
        var servers = new List<(ServerProcess Server, string Cookie)>();
        try
        {
            foreach (var contender in contenders)
            {
                var server = await ServerProcess.Start(contender);
                servers.Add((server, ""));
                var (body, cookie, headers) = await server.Get(path);
                check(body, headers);
                servers[^1] = (server, returning ? cookie : "");
            }

            foreach (var (server, cookie) in servers)
                await client.Requests(server, path, Connections, quick ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(5), cookie); // past tiered compilation
            for (var round = 0; round < (quick ? 3 : 9); round++)
            {
                foreach (var (server, cookie) in servers)
                {
                    var before = server.ProcessorTime;
                    var load = await client.Requests(server, path, Connections, time, cookie);
                    _processor[server.Name].Add((server.ProcessorTime - before).TotalMicroseconds / load.Requests);
                    _rate[server.Name].Add(load.PerSecond);
                }
            }
        }
        finally
        {
            foreach (var (server, _) in servers)
                server.Dispose();
        }
    }

    /// <summary>The figures of each, without a goal.</summary>
    internal void Report(string title)
    {
        foreach (var contender in contenders)
        {
            var name = ServerPrograms.Titles[contender];
            session.Add(Row.Report($"{title}, CPU per request, {name}", Microseconds(contender), "us", Quartiles(contender)));
            session.Add(Row.Report($"{title}, requests a second, {name}", PerSecond(contender), "1/s"));
        }
    }

    /// <summary>Zhar's processor time per request as a multiple of another's.</summary>
    internal Row Goal(string title, string against, double atMost) => Row.Relative(
        $"{title}, CPU per request", Microseconds(ServerPrograms.Zhar), "us", Microseconds(against), ServerPrograms.Titles[against], atMost);
}
