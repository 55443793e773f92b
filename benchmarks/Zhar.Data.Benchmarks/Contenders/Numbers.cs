namespace Zhar.Data.Benchmarks;

/// <summary>What an operation's number means.</summary>
internal static class Numbers
{
    internal static long Writer(int number) => 1 + ((uint)number % Database.Writers);

    /// <summary>A value that no writer has, so that each update changes something.</summary>
    internal static long NewScore(int number) => 1_000_000L + number;

    internal static List<PlainEntry> Entries() => [.. Enumerable.Range(0, Database.Bulk).Select(PlainEntry.Numbered)];
}
