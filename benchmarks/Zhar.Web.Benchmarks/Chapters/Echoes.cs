using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>A question and its answer over an open socket, one at a time, on a server that does nothing else.</summary>
internal sealed class Echoes : IChapter
{
    public string Name => "echo";

    public async Task Run(Session session)
    {
        var times = session.Options.Quick ? 500 : 2000;
        string[] contenders = [ServerPrograms.Zhar, ServerPrograms.Bare, ServerPrograms.SignalR];
        var trips = contenders.ToDictionary(static c => c, static _ => new List<(double Median, double WorstPercent)>());
        var fleets = new List<(ServerProcess Server, LoadClient Client)>();
        try
        {
            foreach (var contender in contenders)
            {
                fleets.Add((await ServerProcess.Start(contender), new LoadClient()));
                await fleets[^1].Client.Open(fleets[^1].Server, 20);
                await fleets[^1].Client.Echo(3000); // past tiered compilation
            }

            for (var round = 0; round < session.Options.Rounds; round++)
            {
                foreach (var (server, client) in fleets)
                    trips[server.Name].Add(await client.Echo(times));
            }
        }
        finally
        {
            foreach (var (server, client) in fleets)
            {
                client.Dispose();
                server.Dispose();
            }
        }

        var zhar = Median(ServerPrograms.Zhar);
        foreach (var other in contenders[1..])
            session.Add(new Row("echo over a channel, p50", zhar, "us", zhar / Median(other), $"{ServerPrograms.Titles[other]} = {Row.Number(Median(other))} us", Row.Reported, true));
        foreach (var contender in contenders)
            session.Add(Row.Report($"echo, p99, {ServerPrograms.Titles[contender]}", Statistics.Median(trips[contender].Select(static t => t.WorstPercent)), "us"));

        double Median(string contender) => Statistics.Median(trips[contender].Select(static t => t.Median));
    }
}
