namespace Zhar.Scheduling;

/// <summary>Milliseconds since the scheduler started, published by its monitor: reading it is one plain load, where an exact clock costs more than a send.</summary>
internal sealed class CoarseClock
{
    internal long Now;
}
