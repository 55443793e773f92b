using System.Globalization;
using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks.Chapters;

/// <summary>A million servers that live at once.</summary>
internal sealed class Million : IChapter
{
    public string Name => "million";

    public async Task Run(Session session)
    {
        var count = session.Options.Quick ? 100_000 : 1_000_000;
        var share = count / 1e6;
        var what = $"{count.ToString("N0", CultureInfo.InvariantCulture)} GenServers under a DynamicSupervisor, one call answered each";
        var figures = await Child.Run("million", TimeSpan.FromMinutes(3), count.ToString(CultureInfo.InvariantCulture));
        session.Add(Row.Absolute($"{what}: heap", figures["heap_MB"], "MB", 400 * share));
        session.Add(Row.Absolute($"{what}: resident memory", figures["resident_MB"], "MB", 400 * share));
        session.Add(Row.Absolute($"{what}: full collection", figures["collection_ms"], "ms", 100 * share));
        session.Add(Row.Report($"{what}: start of all", figures["seconds"], "s"));
    }
}
