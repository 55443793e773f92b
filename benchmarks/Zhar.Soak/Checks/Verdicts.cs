using System.Collections.Concurrent;
using System.Globalization;

namespace Zhar.Soak.Checks;

/// <summary>How often each invariant was looked at, and where it did not hold. Safe from any thread.</summary>
internal sealed class Verdicts
{
    private const int Shown = 5;

    private static readonly string[] Names =
    [
        "",
        "at most one thread runs a process at any instant",
        "messages and signals of a pair arrive in order, and none is lost",
        "no lost wake-up: whoever is sent to runs, whoever waits goes on",
        "no handler runs between a suspend and its resume",
        "a late or second reply never reaches a later call",
        "every call ends exactly once",
        "a death is complete before it is heard of, and nothing is sent after it",
        "a stuck worker delays others within its bound",
        "no process runs beyond its budget while others wait",
        "user code never runs on the monitor, nor inside a send",
        "no AsyncLocal leaks from one process into another",
        "an empty process is small, a call is free, a cast is its envelope",
    ];

    private readonly long[] _checks = new long[Names.Length];
    private readonly long[] _violations = new long[Names.Length];
    private readonly ConcurrentQueue<string>[] _first = [.. Names.Select(_ => new ConcurrentQueue<string>())];

    internal int Held => Enumerable.Range(1, Names.Length - 1).Count(i => _checks[i] > 0 && _violations[i] == 0);

    internal static int Count => Names.Length - 1;

    /// <summary>Notes one look; <paramref name="violation"/> is only made when the invariant does not hold.</summary>
    internal void Check(Invariant invariant, bool holds, Func<string> violation)
    {
        var i = (int)invariant;
        Interlocked.Increment(ref _checks[i]);
        if (holds)
            return;
        if (Interlocked.Increment(ref _violations[i]) <= Shown)
            _first[i].Enqueue(violation());
    }

    internal void Print(TextWriter to)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            var verdict = _violations[i] > 0 ? $"BROKEN {Number(_violations[i])} times" : _checks[i] == 0 ? "NOT EXERCISED" : "held";
            to.WriteLine($"  {i,2} {Names[i],-75} {Number(_checks[i]),14} checks  {verdict}");
            foreach (var text in _first[i])
                to.WriteLine($"       {text}");
        }
    }

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
