using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Chapters;

/// <summary>Ten thousand connected pages, and broadcasts that change each of them: whether each gets every change once and in order, and how long that takes.</summary>
internal sealed class TenThousandPages : IChapter
{
    private const int Broadcasts = 20;

    public string Name => "pages";

    public async Task Run(Session session)
    {
        var count = session.Options.Quick ? 2000 : 10_000;
        using var server = await ServerProcess.Start(ServerPrograms.Zhar);
        using var client = new PageClient();
        var weight = await PageMemory.Measure(server, client, "/room", count - PageMemory.WarmUp);
        var before = server.ProcessorTime;
        var sayings = await client.Say(Broadcasts);
        var processor = server.ProcessorTime - before;
        session.Add(Row.Absolute($"{count} pages, those that miss one of {Broadcasts} broadcasts", sayings.Behind, "pages", 0));
        session.Add(Row.Absolute($"{count} pages, changes out of order or twice", sayings.Disorder, "changes", 0));
        session.Add(Row.Report($"{count} pages, heap per page", weight.Heap, "kB"));
        session.Add(Row.Report($"{count} pages, resident memory per page before a collection", weight.Resident, "kB"));
        session.Add(Row.Report($"{count} pages, opened a second", weight.PerSecond, "1/s"));
        session.Add(Row.Report($"{count} pages, broadcast until the last page has changed, p50", sayings.MedianMilliseconds, "ms", $"slowest {Row.Number(sayings.MostMilliseconds)} ms"));
        session.Add(Row.Report($"{count} pages, broadcast, server CPU per page changed", processor.TotalMicroseconds / Broadcasts / count, "us"));
        session.Add(Row.Report($"{count} pages, heap per page after the broadcasts", ((await server.HeapBytes()) - weight.HeapBefore) / 1000 / (double)(count - PageMemory.WarmUp), "kB",
            "what has grown are arrays of about 4 kB, the size of the blocks in Kestrel's pool"));
    }
}
