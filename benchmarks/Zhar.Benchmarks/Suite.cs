using System.Diagnostics;

namespace Zhar.Benchmarks;

/// <summary>Chapters that <c>./dev bench</c> runs under one name.</summary>
/// <param name="Name">The name: <c>core</c>, <c>data</c>.</param>
/// <param name="Title">What the saved table is about.</param>
/// <param name="Chapters">The chapters, in the order in which they run.</param>
internal sealed record Suite(string Name, string Title, IReadOnlyList<IChapter> Chapters)
{
    /// <summary>The chapter that <c>--quick</c> leaves out, and what to say about it.</summary>
    internal (string Chapter, string Why)? NotQuick { get; init; }

    internal async Task<int> Run(Options options)
    {
        var unknown = options.Rows.Where(r => !Chapters.Any(c => options with { Rows = [r] } is var only && only.Wants(c.Name))).ToList();
        if (unknown.Count > 0)
        {
            Session.Say($"no chapter is called {string.Join(" or ", unknown)}; there are {string.Join(", ", Chapters.Select(c => c.Name))}");
            return 2;
        }

        var session = new Session(options);
        var watch = Stopwatch.StartNew();
        foreach (var chapter in Chapters.Where(c => options.Wants(c.Name)))
        {
            if (options.Quick && NotQuick is { } left && left.Chapter == chapter.Name && options.Rows.Length == 0)
            {
                Session.Say($"left out by --quick: {left.Why} (--rows {left.Chapter} measures them)");
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
            Report.Save(this, session.Rows, watch.Elapsed);
        return 0;
    }
}
