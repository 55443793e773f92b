namespace Zhar.Soak.Phases;

/// <summary>Counts how many messages in a row the same process handles.</summary>
internal sealed class TurnCounter(int budget)
{
    private int _owner;
    private int _length;

    internal long Turns { get; private set; }

    internal long TooLong { get; private set; }

    internal int Longest { get; private set; }

    /// <summary>Not atomic: both processes share one thread but for the rare moment that the one percent is for.</summary>
    internal void Note(int who)
    {
        if (who == _owner)
        {
            _length++;
            return;
        }

        Turns++;
        Longest = Math.Max(Longest, _length);
        if (_length > budget)
            TooLong++;
        _owner = who;
        _length = 1;
    }
}
