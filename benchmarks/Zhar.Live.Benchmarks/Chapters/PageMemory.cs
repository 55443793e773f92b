using System.Globalization;
using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Chapters;

/// <summary>What a connected page weighs: the heap of the whole server process after full collections, over the number of pages. And how many are opened a second.</summary>
internal sealed class PageMemory : IChapter
{
    internal const string Counter = "/counter";
    internal const string Table = "/table";

    internal const int WarmUp = 800;

    private const double Kilobyte = 1000;

    public string Name => "memory";

    public async Task Run(Session session)
    {
        var quick = session.Options.Quick;
        var (zhar, bare, blazor) = await All(Counter, quick ? 300 : 2000);
        session.Add(new Row("counter page, heap beyond a bare WebSocket", zhar.Heap - bare.Heap, "kB", zhar.Heap / bare.Heap,
            string.Create(CultureInfo.InvariantCulture, $"bare WebSocket = {Row.Number(bare.Heap)} kB"), "<= 7 kB", zhar.Heap - bare.Heap <= 7));
        session.Add(Row.Relative("counter page, heap", zhar.Heap, "kB", blazor.Heap, "Blazor Server", 0.2));
        session.Add(Row.Relative("counter page, resident memory before a collection", zhar.Resident, "kB", blazor.Resident, "Blazor Server", 0.15));
        session.Add(Row.Report("bare WebSocket, resident memory before a collection", bare.Resident, "kB"));
        session.Add(Row.Relative("counter page, allocated to open one", zhar.Allocated, "kB", blazor.Allocated, "Blazor Server", 1));
        session.Add(Row.Relative("counter page, server CPU to open one", zhar.OpenMicroseconds, "us", blazor.OpenMicroseconds, "Blazor Server", 1));
        session.Add(Row.Report("counter pages opened a second, Zhar", zhar.PerSecond, "1/s"));
        session.Add(Row.Report("counter pages opened a second, Blazor Server", blazor.PerSecond, "1/s"));
        session.Add(Row.Report("bare WebSockets opened a second", bare.PerSecond, "1/s"));

        (zhar, _, blazor) = await All(Table, quick ? 150 : 1000);
        session.Add(Row.Relative("page with 100 rows, heap", zhar.Heap, "kB", blazor.Heap, "Blazor Server", 0.25));
        session.Add(Row.Report("page with 100 rows, resident memory before a collection, Zhar", zhar.Resident, "kB"));
        session.Add(Row.Report("page with 100 rows, resident memory before a collection, Blazor Server", blazor.Resident, "kB"));
    }

    internal static async Task<Weight> Measure(ServerProcess server, PageClient client, string path, int count)
    {
        await client.Open(server, path, WarmUp); // what is made once, compiled code too, is there before the others come
        var (heap, allocated) = await server.Memory();
        var (resident, used) = (server.ResidentBytes, server.ProcessorTime);
        var seconds = await client.Open(server, path, count);
        var (after, processor) = (server.ResidentBytes, server.ProcessorTime - used);
        var now = await server.Memory();
        return new Weight(
            (now.Heap - heap) / Kilobyte / count, (after - resident) / Kilobyte / count, (now.Allocated - allocated) / Kilobyte / count, count / seconds, processor.TotalMicroseconds / count, heap);
    }

    private static async Task<(Weight Zhar, Weight Bare, Weight Blazor)> All(string path, int count) =>
        (await Measure(ServerPrograms.Zhar, path, count), await Measure(ServerPrograms.Bare, path, count), await Measure(ServerPrograms.Blazor, path, count));

    private static async Task<Weight> Measure(string name, string path, int count)
    {
        using var server = await ServerProcess.Start(name);
        using var client = new PageClient();
        return await Measure(server, client, path, count);
    }

    /// <summary>What one page takes, and the heap before the pages came.</summary>
    internal sealed record Weight(double Heap, double Resident, double Allocated, double PerSecond, double OpenMicroseconds, double HeapBefore);
}
