using Zhar.Benchmarks.Live.Chapters;

namespace Zhar.Benchmarks.Live;

/// <summary>All rows of live pages, beside Blazor Server and a bare WebSocket.</summary>
internal static class LiveSuite
{
    internal static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new PageMemory(),
        new DiffSizes(),
        new RoundTrips(),
        new EventRates(),
        new TenThousandPages(),
    ];

    internal static Task<int> Run(Options options) => new Suite("live", "Live pages", Chapters).Run(options);
}
