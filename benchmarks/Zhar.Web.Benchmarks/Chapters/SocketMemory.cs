using System.Globalization;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Chapters;

/// <summary>What an idle socket weighs that has joined one room: the heap of the whole server process after full collections, over the number of sockets.</summary>
internal sealed class SocketMemory : IChapter
{
    private const double Kilobyte = 1000;

    public string Name => "memory";

    public async Task Run(Session session)
    {
        var count = session.Options.Quick ? 500 : 2000;
        var zhar = await Measure(ServerPrograms.Zhar, count);
        var bare = await Measure(ServerPrograms.Bare, count);
        var signalr = await Measure(ServerPrograms.SignalR, count);
        session.Add(new Row("idle channel socket, heap beyond a bare WebSocket", zhar.Heap - bare.Heap, "kB", zhar.Heap / bare.Heap,
            string.Create(CultureInfo.InvariantCulture, $"bare WebSocket = {Row.Number(bare.Heap)} kB"), "<= 4 kB", zhar.Heap - bare.Heap <= 4));
        session.Add(Row.Relative("idle channel socket, heap", zhar.Heap, "kB", signalr.Heap, "SignalR", 0.7));
        foreach (var (title, weight) in new[] { ("Zhar", zhar), ("bare WebSocket", bare), ("SignalR", signalr) })
            session.Add(Row.Report($"idle socket, resident memory before a collection, {title}", weight.Resident, "kB"));
    }

    internal static async Task<(double Heap, double Resident)> Measure(ServerProcess server, LoadClient client, int count)
    {
        await client.Open(server, 200); // what is made once is there before the others come
        var heap = await server.HeapBytes();
        var resident = server.ResidentBytes;
        await client.Open(server, count);
        var after = server.ResidentBytes;
        return ((await server.HeapBytes() - heap) / Kilobyte / count, (after - resident) / Kilobyte / count);
    }

    private static async Task<(double Heap, double Resident)> Measure(string name, int count)
    {
        using var server = await ServerProcess.Start(name);
        using var client = new LoadClient();
        return await Measure(server, client, count);
    }
}
