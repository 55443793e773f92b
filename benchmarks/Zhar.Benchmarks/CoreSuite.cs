using System.Diagnostics;
using Zhar.Benchmarks.Chapters;
using Zhar.Benchmarks.Peers;

namespace Zhar.Benchmarks;

/// <summary>All rows of the core: the runtime beside its micro limits, channels, and other actor systems.</summary>
internal static class CoreSuite
{
    internal static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new Messages(),
        new Calls(),
        new OutsideCalls(),
        new Suspending(),
        new Receiving(),
        new Spawning(),
        new Restarting(),
        new Million(),
        new Fairness(),
        new Sleepers(),
        new Flooding(),
        new PeerComparison(),
    ];

    internal static async Task<int> Run(Options options)
    {
        var session = new Session(options);
        var watch = Stopwatch.StartNew();
        foreach (var chapter in Chapters.Where(c => options.Wants(c.Name)))
        {
            if (options.Quick && chapter is PeerComparison && options.Rows.Length == 0)
            {
                Session.Say("left out by --quick: the other actor systems (--rows peers measures them)");
                continue;
            }

            Session.Say($"{chapter.Name} ({watch.Elapsed.TotalSeconds:0} s)");
            try
            {
                await chapter.Run(session);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException)
            {
                // A measurement in an OS process of its own failed: the row says so, and the others still count.
                session.Add(Row.Missing($"{chapter.Name}: could not be measured", e.Message));
            }
        }

        var missed = session.Rows.Where(r => !r.Met).ToList();
        Session.Say($"goals met: {session.Rows.Count - missed.Count} of {session.Rows.Count}, in {watch.Elapsed.TotalSeconds:0} s");
        foreach (var row in missed)
            Session.Say("not met: " + row.Name);
        if (options.IsFull)
            Report.Save(session.Rows, watch.Elapsed);
        return 0;
    }
}
