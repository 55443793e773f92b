using Zhar.Soak.Checks;
using Zhar.Soak.Load;

namespace Zhar.Soak;

/// <summary>What all parts of the load share.</summary>
internal sealed class World(SoakOptions options, Node node)
{
    internal const int Slots = 2000, Drivers = 64, Outsiders = 4;

    /// <summary>Long enough that only a lost wake-up reaches it, also on one processor beside many hogs.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private long _nonce;
    private volatile bool _stopping;

    internal SoakOptions Options => options;

    internal Node Node => node;

    internal Verdicts Verdicts { get; } = new();

    internal Tally Tally { get; } = new();

    /// <summary>Who lives in each slot now.</summary>
    internal Subject.Ref[] Subjects { get; } = new Subject.Ref[Slots];

    internal Replier.Ref[] Repliers { get; } = new Replier.Ref[4];

    internal bool IsStopping
    {
        get => _stopping;
        set => _stopping = value;
    }

    internal long NextNonce() => Interlocked.Increment(ref _nonce);

    /// <summary>What a server makes of a number: a reply that belongs to another call is recognised.</summary>
    internal static long Transform(long nonce) => (nonce * 31) + 7;
}
