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

    /// <summary>Whether each chapter has an OS process of its own when there are several. What ran before is then no part of a figure: neither its heap nor what the compiler has learnt from it.</summary>
    internal bool RunsApart { get; init; }

    internal async Task<int> Run(Options options)
    {
        var unknown = options.Rows.Where(r => !Chapters.Any(c => Names(r, c))).ToList();
        if (unknown.Count > 0)
        {
            Session.Say($"no chapter is called {string.Join(" or ", unknown)}; there are {string.Join(", ", Chapters.Select(c => c.Name))}");
            return 2;
        }

        var session = new Session(options);
        var watch = Stopwatch.StartNew();
        var wanted = Chapters.Where(c => options.Rows.Length == 0 || options.Rows.Any(r => Names(r, c))).ToList();
        foreach (var chapter in wanted)
        {
            if (options.Quick && NotQuick is { } left && left.Chapter == chapter.Name && options.Rows.Length == 0)
            {
                Session.Say($"left out by --quick: {left.Why} (--rows {left.Chapter} measures them)");
                continue;
            }

            Session.Say($"{chapter.Name} ({watch.Elapsed.TotalSeconds:0} s)");
            try
            {
                await (RunsApart && wanted.Count > 1 ? ChapterProcess.Run(this, chapter, session) : chapter.Run(session));
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

    /// <summary>Whether a row of the command line names a chapter: by its name, or by a part of it where no chapter has that name.</summary>
    private bool Names(string row, IChapter chapter)
    {
        var name = row.Split(':')[0];
        return chapter.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
            && (chapter.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || !Chapters.Any(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
    }
}
