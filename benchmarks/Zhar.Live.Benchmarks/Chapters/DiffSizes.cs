using Zhar.Benchmarks.Live.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Chapters;

/// <summary>What a change takes on the wire: exact bytes, of the change alone and of the whole message.</summary>
internal sealed class DiffSizes : IChapter
{
    public string Name => "diffs";

    public async Task Run(Session session)
    {
        using var zhar = await ServerProcess.Start(ServerPrograms.Zhar);
        using var blazor = await ServerProcess.Start(ServerPrograms.Blazor);
        foreach (var (title, path, limit) in new[] { ("counter + 1", PageMemory.Counter, 9), ("one cell of 100 rows", PageMemory.Table, 38) })
        {
            var ours = await Click(zhar, path);
            var theirs = await Click(blazor, path);
            session.Add(Row.Absolute($"diff for {title}", ours.DiffBytes, "B", limit));
            session.Add(Row.Report($"message for {title}, Zhar", ours.FrameBytes, "B"));
            session.Add(Row.Report($"render batch for {title}, Blazor Server", theirs.DiffBytes, "B"));
        }
    }

    private static async Task<PageClient.Trips> Click(ServerProcess server, string path)
    {
        using var client = new PageClient();
        await client.Open(server, path, 1);
        return await client.Events(1);
    }
}
