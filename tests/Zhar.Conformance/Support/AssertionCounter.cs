namespace Zhar.Conformance;

/// <summary>Counts the assertions of one running case, from whichever thread they are made.</summary>
internal sealed class AssertionCounter
{
    private static readonly AsyncLocal<AssertionCounter?> CurrentCase = new();

    private int _count;

    /// <summary>The counter of the case that the calling code belongs to; <c>null</c> outside a case and on a process's own thread.</summary>
    public static AssertionCounter? Current
    {
        get => CurrentCase.Value;
        set => CurrentCase.Value = value;
    }

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
