using System.Globalization;

namespace Zhar.Testing;

/// <summary>Seeded schedules: one of them, or a search for one that fails.</summary>
public sealed partial class TestNode
{
    /// <summary>The environment variable that makes <see cref="Explore"/> run one seed alone.</summary>
    public const string SeedVariable = "ZHAR_SEED";

    private const int SeedsThatLearn = 3;

    /// <summary>The course of a deterministic node so far.</summary>
    /// <exception cref="InvalidOperationException">The node is not deterministic.</exception>
    public Schedule Schedule => _scheduler?.Course ?? throw new InvalidOperationException("This node runs on the real scheduler. Start it with TestNode.Deterministic(seed: 1).");

    /// <summary>Starts a node whose processes run on one thread, in an order that <paramref name="seed"/> picks, in virtual time that jumps to the next timer when nobody can run.</summary>
    /// <remarks>
    /// <para>A turn is one message, so all interleavings of whole handlers can come up, and the same seed brings the same one again.</para>
    /// <para>The processes run only inside <see cref="Run{T}"/> and the other waits of this class, on the thread of the test. A wait that nothing can end
    /// fails with a <see cref="DeadlockException"/> instead of hanging, an await on a thread, a file or a socket with a <see cref="ForeignAwaitException"/>.</para>
    /// </remarks>
    /// <param name="seed">Any number.</param>
    /// <param name="options">Limits and what is recorded.</param>
    /// <param name="configure">Changes the node's options before the start; its clock is set already.</param>
    public static TestNode Deterministic(int seed, ScheduleOptions? options = null, Action<NodeOptions>? configure = null) =>
        StartOn(new DeterministicScheduler(seed, options ?? new ScheduleOptions()), "test@localhost", configure);

    /// <summary>Starts a second node under the same schedule and the same clock.</summary>
    /// <exception cref="InvalidOperationException">This node is not deterministic.</exception>
    public TestNode StartPeer(string name, Action<NodeOptions>? configure = null) => _scheduler is null
        ? throw new InvalidOperationException("Only a deterministic node shares its schedule. Start real nodes beside each other with TestNode.Start.")
        : StartOn(_scheduler, name, configure);

    /// <summary>Runs <paramref name="body"/> once for each of <paramref name="seeds"/> seeds, on a deterministic node of its own, until one fails.</summary>
    /// <remarks>
    /// The body is a part of the schedule: it may call servers without <see cref="Run{T}"/>, and the seed decides when it goes on. A failing seed is run a
    /// second time to write its turns down. Set <c>ZHAR_SEED</c> to run one seed alone.
    /// </remarks>
    /// <param name="seeds">How many.</param>
    /// <param name="body">The program and its assertions. It must not keep anything from one run to the next.</param>
    /// <param name="firstSeed">The first; the others follow. Default 0.</param>
    /// <param name="options">Limits of each run.</param>
    /// <exception cref="SeedFailedException">A seed failed: which, how, and what its turns were.</exception>
    public static async Task<Exploration> Explore(int seeds, Func<TestNode, Task> body, int firstSeed = 0, ScheduleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text)
            (firstSeed, seeds) = (int.Parse(text, CultureInfo.InvariantCulture), 1);

        var hashes = new HashSet<ulong>();
        var turns = 0L;
        for (var i = 0; i < seeds; i++)
        {
            // A body that awaited nothing foreign in its first runs is not given time for it in the later ones.
            var (schedule, failure) = await RunSeed(unchecked(firstSeed + i), body, options ?? new ScheduleOptions(), patient: i < SeedsThatLearn).ConfigureAwait(false);
            if (failure is not null)
                throw await Explain(schedule, failure, body, options ?? new ScheduleOptions()).ConfigureAwait(false);
            hashes.Add(schedule.Hash);
            turns += schedule.Turns;
        }

        return new Exploration(seeds, hashes.Count, turns);
    }

    /// <summary>Runs <paramref name="body"/> as <see cref="Explore"/> does, for one seed, with its turns written down.</summary>
    /// <returns>The course that it took.</returns>
    /// <exception cref="SeedFailedException">It failed.</exception>
    public static async Task<Schedule> Replay(int seed, Func<TestNode, Task> body, ScheduleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        options = (options ?? new ScheduleOptions()) with { RecordTurns = true };
        var (schedule, failure) = await RunSeed(seed, body, options, patient: true).ConfigureAwait(false);
        return failure is null ? schedule : throw await Explain(schedule, failure, body, options).ConfigureAwait(false);
    }

    private static async Task<(Schedule Schedule, Exception? Failure)> RunSeed(int seed, Func<TestNode, Task> body, ScheduleOptions options, bool patient)
    {
        var node = Deterministic(seed, options);
        var scheduler = node._scheduler!; // Deterministic has just set it
        if (!patient)
            scheduler.ShortGrace = TimeSpan.Zero;
        Exception? failure = null;
        try
        {
            var done = scheduler.Run(
                async () =>
                {
                    await body(node).ConfigureAwait(true);
                    return true;
                },
                isOurs: false);
            await done.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        try
        {
            await node.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure ??= e;
        }

        return (scheduler.Course, failure);
    }

    private static async Task<SeedFailedException> Explain(Schedule first, Exception failure, Func<TestNode, Task> body, ScheduleOptions options)
    {
        var (again, second) = await RunSeed(first.Seed, body, options with { RecordTurns = true }, patient: true).ConfigureAwait(false);
        var doubt = second is null ? "A second run of it passed, so something beside the seed decides: time, a random number, a static, a thread."
            : again.Hash != first.Hash ? "A second run of it failed too, but took another course, so something beside the seed decides: time, a random number, a static, a thread."
            : null;
        return new SeedFailedException(again, doubt, second ?? failure);
    }

    private static TestNode StartOn(DeterministicScheduler scheduler, string name, Action<NodeOptions>? configure)
    {
        var log = new LogCapture();
        var options = new NodeOptions { LoggerFactory = log, Name = name, Clock = scheduler.Time };
        configure?.Invoke(options);
        options.Clock = scheduler.Time;
        options.Scheduler = scheduler;
        var node = Node.Start(options);
        scheduler.Add(node);
        return new TestNode(node, scheduler.Time, log, scheduler);
    }
}

/// <summary>What <see cref="TestNode.Explore"/> went through without a failure.</summary>
/// <param name="Seeds">How many seeds ran.</param>
/// <param name="DistinctSchedules">How many different courses they took.</param>
/// <param name="Turns">Turns of all of them together.</param>
public sealed record Exploration(int Seeds, int DistinctSchedules, long Turns);
