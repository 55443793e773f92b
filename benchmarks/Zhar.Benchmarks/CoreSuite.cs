using Zhar.Benchmarks.Chapters;
using Zhar.Benchmarks.Peers;

namespace Zhar.Benchmarks;

/// <summary>All rows of the core: the runtime beside its micro limits, channels, and other actor systems.</summary>
internal static class CoreSuite
{
    private static readonly PeerComparison OtherSystems = new();

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
        OtherSystems,
    ];

    internal static Task<int> Run(Options options) =>
        new Suite("core", "The core", Chapters) { NotQuick = (OtherSystems.Name, "the other actor systems"), RunsApart = true }.Run(options);
}
