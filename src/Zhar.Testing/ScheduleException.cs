namespace Zhar.Testing;

/// <summary>A deterministic run could not go on.</summary>
public abstract class ScheduleException : Exception
{
    private protected ScheduleException(Schedule schedule, string message)
        : base(message) => Schedule = schedule;

    /// <summary>The course up to here.</summary>
    public Schedule Schedule { get; }

    /// <summary>The seed of the run.</summary>
    public int Seed => Schedule.Seed;
}

/// <summary>Nobody can run, no timer waits, and the test is not done.</summary>
public sealed class DeadlockException : ScheduleException
{
    internal DeadlockException(Schedule schedule, string waits)
        : base(schedule, $"""
            With seed {schedule.Seed}, after {schedule.Turns} turns, nobody can run, no timer waits, and the test is not done. Who waits for what:
            {waits}
            """)
    {
        Waits = waits;
    }

    /// <summary>A line per process that waits for something.</summary>
    public string Waits { get; }
}

/// <summary>A process, or the test, awaited something that no seed controls, so the run cannot be replayed.</summary>
public sealed class ForeignAwaitException : ScheduleException
{
    internal ForeignAwaitException(Schedule schedule, string who)
        : base(schedule, $"""
            With seed {schedule.Seed}, {who}, awaited something that no seed controls: a task of the thread pool, a timer of the system, a file, a socket.
            It came back on a thread of its own, at a moment of its own, so the same seed may give another course.
            Put a process in its place (Process.Delay for Task.Delay, a call for Task.Run), give the code under test a fake of the outer world,
            or take the loss: new ScheduleOptions with AllowForeignAwaits = true.
            """)
    {
        Who = who;
    }

    /// <summary>The process, and the message that it was handling.</summary>
    public string Who { get; }
}

/// <summary>The run took more turns than <see cref="ScheduleOptions.MaxTurns"/>.</summary>
public sealed class TurnLimitException : ScheduleException
{
    internal TurnLimitException(Schedule schedule, string busiest)
        : base(schedule, $"""
            With seed {schedule.Seed} the test is not done after {schedule.Turns} turns. Either processes keep each other busy for ever, or the limit is too low:
            raise MaxTurns in ScheduleOptions. The busiest:
            {busiest}
            """)
    {
    }
}

/// <summary>One seed of <see cref="TestNode.Explore"/> failed. The inner exception is the failure.</summary>
public sealed class SeedFailedException : Exception
{
    internal SeedFailedException(Schedule schedule, string? doubt, Exception failure)
        : base($"""
            Seed {schedule.Seed} fails: {failure.Message}

            Run this seed alone: TestNode.Replay(seed: {schedule.Seed}, async node => …), or set {TestNode.SeedVariable}={schedule.Seed}.
            {doubt ?? $"It was run twice and took the same course ({schedule})."}
            The last turns:
            {schedule.Tail}
            """, failure)
    {
        Schedule = schedule;
    }

    /// <summary>The seed that fails.</summary>
    public int Seed => Schedule.Seed;

    /// <summary>The course that fails, with its turns.</summary>
    public Schedule Schedule { get; }
}

/// <summary>Something that a test waited for did not come, or came although it should not.</summary>
public sealed class ExpectationException(string message) : Exception(message);
