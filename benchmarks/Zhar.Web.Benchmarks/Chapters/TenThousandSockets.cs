using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>Ten thousand idle channel sockets: what they weigh, and whether each gets every broadcast once and in order.</summary>
internal sealed class TenThousandSockets : IChapter
{
    private const int Broadcasts = 20;

    public string Name => "sockets";

    public async Task Run(Session session)
    {
        var count = session.Options.Quick ? 2000 : 10_000;
        using var server = await ServerProcess.Start(ServerPrograms.Zhar);
        using var client = new LoadClient();
        var (heap, resident) = await SocketMemory.Measure(server, client, count - 200);
        var (median, most, behind, disorder) = await client.Shout(Broadcasts);
        session.Add(Row.Absolute($"{count} sockets, those that miss one of {Broadcasts} broadcasts", behind, "sockets", 0));
        session.Add(Row.Absolute($"{count} sockets, broadcasts out of order or twice", disorder, "messages", 0));
        session.Add(Row.Report($"{count} sockets, heap per socket", heap, "kB"));
        session.Add(Row.Report($"{count} sockets, resident memory per socket before a collection", resident, "kB"));
        session.Add(Row.Report($"{count} sockets, broadcast until the last has it, p50", median, "ms", $"slowest {Row.Number(most)} ms"));
    }
}
