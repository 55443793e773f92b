using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Chapters;

/// <summary>Two hundred pages, each with one event in flight all the time: events a second, and what one costs the whole server process.</summary>
internal sealed class EventRates : IChapter
{
    private const int Pages = 200;
    private static readonly string[] Contenders = [ServerPrograms.Zhar, ServerPrograms.Bare, ServerPrograms.Blazor];

    public string Name => "rate";

    public async Task Run(Session session)
    {
        var time = TimeSpan.FromSeconds(session.Options.Quick ? 0.5 : 1.5);
        var rates = Contenders.ToDictionary(static c => c, static _ => new List<double>());
        var costs = Contenders.ToDictionary(static c => c, static _ => new List<double>());
        var fleets = new List<(ServerProcess Server, PageClient Client)>();
        try
        {
            foreach (var contender in Contenders)
            {
                fleets.Add((await ServerProcess.Start(contender), new PageClient()));
                await fleets[^1].Client.Open(fleets[^1].Server, PageMemory.Counter, Pages);
                await fleets[^1].Client.Rate(TimeSpan.FromSeconds(2)); // past tiered compilation
            }

            for (var round = 0; round < session.Options.Rounds; round++)
            {
                foreach (var (server, client) in fleets)
                {
                    var before = server.ProcessorTime;
                    var (events, seconds) = await client.Rate(time);
                    rates[server.Name].Add(events / seconds);
                    costs[server.Name].Add((server.ProcessorTime - before).TotalMicroseconds / events);
                }
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

        var zhar = Statistics.Median(costs[ServerPrograms.Zhar]);
        foreach (var other in Contenders[1..])
        {
            var against = Statistics.Median(costs[other]);
            session.Add(new Row("event, server CPU", zhar, "us", zhar / against, $"{ServerPrograms.Titles[other]} = {Row.Number(against)} us", Row.Reported, true));
        }

        foreach (var contender in Contenders)
            session.Add(Row.Report($"events a second, {Pages} pages with one in flight each, {ServerPrograms.Titles[contender]}", Statistics.Median(rates[contender]), "1/s"));
    }
}
