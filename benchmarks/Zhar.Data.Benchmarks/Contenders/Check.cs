namespace Zhar.Data.Benchmarks;

/// <summary>A contender that reads something else than the others would win for nothing.</summary>
internal static class Check
{
    internal static void Key(long expected, long? found)
    {
        if (expected != found)
            throw new InvalidOperationException($"Row {expected} was asked for, row {found} was found.");
    }

    internal static void Count(int expected, int found)
    {
        if (expected != found)
            throw new InvalidOperationException($"{expected} rows were expected, {found} were found.");
    }
}
