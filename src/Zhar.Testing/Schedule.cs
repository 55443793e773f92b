namespace Zhar.Testing;

/// <summary>The course that a deterministic node took: which seed it ran on, and what came of it. The same program with the same seed has the same <see cref="Hash"/>.</summary>
public sealed class Schedule
{
    private const int LastTurns = 50;

    private readonly List<string> _lines = [];

    internal Schedule(int seed, bool records)
    {
        Seed = seed;
        Records = records;
        Hash = SeededRandom.Mix(unchecked((ulong)seed));
    }

    /// <summary>The seed that picked who runs next.</summary>
    public int Seed { get; }

    /// <summary>How many turns were taken and jumps of the clock made.</summary>
    public int Turns { get; private set; }

    /// <summary>A hash over all choices: who ran in which turn, among how many, and when the clock moved.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Whether the seed alone decided. False after an await on something that no seed controls: a thread, a file, a socket.</summary>
    public bool CanReplay => ForeignAwait is null;

    /// <summary>The turns in order, with what each process did. Empty unless <see cref="ScheduleOptions.RecordTurns"/> was set.</summary>
    public IReadOnlyList<string> Lines => _lines;

    internal bool Records { get; }

    /// <summary>Who awaited something that no seed controls.</summary>
    internal string? ForeignAwait { get; set; }

    internal void Add(ulong choice, ulong who)
    {
        Turns++;
        Hash = SeededRandom.Mix(Hash ^ choice);
        Hash = SeededRandom.Mix(Hash ^ who);
    }

    internal void Note(TimeSpan time, string line) => _lines.Add($"{Turns,6} {time.TotalMilliseconds,8:0} ms  {line}");

    /// <summary>The last turns, for the text of a failure.</summary>
    internal string Tail => string.Join(Environment.NewLine, _lines.TakeLast(LastTurns));

    /// <summary>Seed, turns and hash.</summary>
    public override string ToString() => $"seed {Seed}, {Turns} turns, hash {Hash:x16}";
}

/// <summary>How a deterministic node runs.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Turns after which the run fails, because processes that keep each other busy for ever would never end. Default 100,000.</summary>
    public int MaxTurns { get; init; } = 100_000;

    /// <summary>Goes on after an await on something that no seed controls. Default false: the run fails and says who awaited it.</summary>
    public bool AllowForeignAwaits { get; init; }

    /// <summary>Writes each turn down in <see cref="Schedule.Lines"/>. Default false.</summary>
    public bool RecordTurns { get; init; }
}
