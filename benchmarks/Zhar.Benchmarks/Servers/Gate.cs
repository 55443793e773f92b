namespace Zhar.Benchmarks.Servers;

/// <summary>Calls back when the last of a group has come, and counts the next group anew.</summary>
internal sealed class Gate
{
    private readonly int _group;
    private readonly Action _onLast;
    private int _left;

    internal Gate(int group, Action onLast)
    {
        _group = group;
        _onLast = onLast;
        _left = group;
    }

    internal void Pass()
    {
        if (Interlocked.Decrement(ref _left) != 0)
            return;
        _left = _group;
        _onLast();
    }
}
