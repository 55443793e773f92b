namespace Zhar.Scheduling;

/// <summary>A small number for each thread that asks for one, from 1; that of a thread which has ended is given out again.</summary>
internal sealed class ThreadNumber
{
    // Alone with its kind: a class that initializes statics is slower to ask for it.
    [ThreadStatic]
    private static int Number;

    // Lives as long as the thread: its finalizer is the notice that the thread has ended.
    [ThreadStatic]
    private static ThreadNumber? Keeper;

    private readonly int _number;

    private ThreadNumber(int number) => _number = number;

    ~ThreadNumber()
    {
        lock (Pool.Gate)
            Pool.Returned.Push(_number);
    }

    /// <summary>The number of this thread, or 0 when it has none.</summary>
    internal static int OfThisThread => Number;

    /// <summary>The number of this thread, which gets one if it has none.</summary>
    internal static int Assign()
    {
        if (Number != 0)
            return Number;
        int number;
        lock (Pool.Gate)
            number = Pool.Returned.TryPop(out var returned) ? returned : ++Pool.Highest;
        Keeper = new ThreadNumber(number);
        return Number = number;
    }

    private static class Pool
    {
        internal static readonly Lock Gate = new();
        internal static readonly Stack<int> Returned = new();
        internal static int Highest;
    }
}
