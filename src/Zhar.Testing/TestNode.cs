using Microsoft.Extensions.Time.Testing;

namespace Zhar.Testing;

/// <summary>A node for one test: its own processes, names and log, and on request a clock that the test moves. Tests with nodes of their own run in parallel.</summary>
/// <example>
/// <code>
/// await using var node = TestNode.Start(virtualTime: true);
/// Counter.Ref counter = await node.Run(_ => Counter.Start(5).AsTask());
/// node.Clock.Advance(TimeSpan.FromSeconds(5));
/// </code>
/// </example>
public sealed class TestNode : IAsyncDisposable
{
    private TestNode(Node node, FakeTimeProvider? clock, LogCapture log)
    {
        Node = node;
        FakeClock = clock;
        Log = log;
    }

    private FakeTimeProvider? FakeClock { get; }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>What the node logged.</summary>
    public LogCapture Log { get; }

    /// <summary>The clock of a node that was started with virtual time.</summary>
    /// <exception cref="InvalidOperationException">The node runs on the system's clock.</exception>
    public FakeTimeProvider Clock => FakeClock ?? throw new InvalidOperationException("This node runs on the system's clock. Start it with TestNode.Start(virtualTime: true).");

    /// <summary>Starts a node.</summary>
    /// <param name="virtualTime">Timers, timeouts and restart windows stand still until the test moves <see cref="Clock"/>.</param>
    /// <param name="configure">Changes the options before the start.</param>
    public static TestNode Start(bool virtualTime = false, Action<NodeOptions>? configure = null)
    {
        return Start(virtualTime ? new FakeTimeProvider() : null, configure);
    }

    /// <summary>As above, on a clock that several nodes share.</summary>
    internal static TestNode Start(FakeTimeProvider? clock, Action<NodeOptions>? configure)
    {
        var log = new LogCapture();
        var options = new NodeOptions { LoggerFactory = log, Name = "test@localhost" };
        if (clock is not null)
            options.Clock = clock;
        configure?.Invoke(options);
        return new TestNode(Node.Start(options), clock, log);
    }

    /// <summary>Its door to the other nodes of a cluster.</summary>
    internal MemoryTransport? Transport { get; set; }

    /// <summary>Runs <paramref name="body"/> as a process of the node and waits for its result.</summary>
    public Task<T> Run<T>(Func<ProcessContext, Task<T>> body) => Node.Run(body);

    /// <summary>As above, for a body without a result.</summary>
    public Task Run(Func<ProcessContext, Task> body) => Node.Run(body);

    /// <summary>Kills what is left and stops the node.</summary>
    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
