using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>One message to everybody in a room, sent by one of them: the processor time of the whole server process per socket that got it.</summary>
internal sealed class Broadcasts : IChapter
{
    public string Name => "broadcast";

    public async Task Run(Session session)
    {
        var sockets = session.Options.Quick ? 300 : 1000;
        string[] contenders = [ServerPrograms.Zhar, ServerPrograms.Bare, ServerPrograms.SignalR];
        var processor = contenders.ToDictionary(static c => c, static _ => new List<double>());
        var arrival = contenders.ToDictionary(static c => c, static _ => new List<double>());
        var fleets = new List<(ServerProcess Server, LoadClient Client)>();
        try
        {
            foreach (var contender in contenders)
            {
                fleets.Add((await ServerProcess.Start(contender), new LoadClient()));
                await fleets[^1].Client.Open(fleets[^1].Server, sockets);
                await fleets[^1].Client.Shout(session.Options.Quick ? 20 : 60); // past tiered compilation
            }

            for (var round = 0; round < (session.Options.Quick ? 3 : 9); round++)
            {
                foreach (var (server, client) in fleets)
                {
                    const int Times = 50;
                    var before = server.ProcessorTime;
                    var (median, _, behind, disorder) = await client.Shout(Times);
                    processor[server.Name].Add((server.ProcessorTime - before).TotalMicroseconds / Times / sockets);
                    arrival[server.Name].Add(median);
                    if (behind + disorder > 0)
                        throw new InvalidOperationException($"{server.Title}: {behind} sockets miss a broadcast, {disorder} came out of order.");
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

        var zhar = Statistics.Median(processor[ServerPrograms.Zhar]);
        session.Add(Row.Relative("broadcast, server CPU per delivery", zhar, "us", Statistics.Median(processor[ServerPrograms.SignalR]), "SignalR", 0.3));
        session.Add(Row.Relative("broadcast, server CPU per delivery", zhar, "us", Statistics.Median(processor[ServerPrograms.Bare]), "bare WebSocket", 1.6));
        foreach (var contender in contenders)
            session.Add(Row.Report($"broadcast to {sockets}, until the last has it, {ServerPrograms.Titles[contender]}", Statistics.Median(arrival[contender]), "ms"));
    }
}
