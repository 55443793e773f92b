using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Chapters;

/// <summary>A click and its change, one at a time, on a server that does nothing else.</summary>
internal sealed class RoundTrips : IChapter
{
    private static readonly string[] Contenders = [ServerPrograms.Zhar, ServerPrograms.Bare, ServerPrograms.Blazor];

    public string Name => "trips";

    public async Task Run(Session session)
    {
        var times = session.Options.Quick ? 500 : 2000;
        var trips = Contenders.ToDictionary(static c => c, static _ => new List<PageClient.Trips>());
        var fleets = new List<(ServerProcess Server, PageClient Client)>();
        try
        {
            foreach (var contender in Contenders)
            {
                fleets.Add((await ServerProcess.Start(contender), new PageClient()));
                await fleets[^1].Client.Open(fleets[^1].Server, PageMemory.Counter, 20);
                await fleets[^1].Client.Events(3000); // past tiered compilation
            }

            for (var round = 0; round < session.Options.Rounds; round++)
            {
                foreach (var (server, client) in fleets)
                    trips[server.Name].Add(await client.Events(times));
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
        session.Add(Row.Relative("event and its change, p50", zhar, "us", Median(ServerPrograms.Blazor), "Blazor Server", 0.35));
        session.Add(new Row("event and its change, p50", zhar, "us", zhar / Median(ServerPrograms.Bare), $"{ServerPrograms.Titles[ServerPrograms.Bare]} = {Row.Number(Median(ServerPrograms.Bare))} us", Row.Reported, true));
        var floor = Median(ServerPrograms.Bare);
        session.Add(Row.Relative("event and its change, p50, beyond a bare WebSocket", zhar - floor, "us", Median(ServerPrograms.Blazor) - floor, "Blazor Server", 0.35));
        foreach (var contender in Contenders)
            session.Add(Row.Report($"event and its change, p99, {ServerPrograms.Titles[contender]}", Statistics.Median(trips[contender].Select(static t => t.WorstPercent)), "us"));

        double Median(string contender) => Statistics.Median(trips[contender].Select(static t => t.Median));
    }
}
