namespace Zhar.Testing;

/// <summary>SplitMix64. Our own, so that a seed gives the same schedule on every version of .NET.</summary>
internal sealed class SeededRandom(int seed)
{
    private ulong _state = Mix(unchecked((ulong)seed) + 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    internal int Next(int count)
    {
        _state += 0x9E3779B97F4A7C15;
        return (int)(Mix(_state) % (uint)count);
    }

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
