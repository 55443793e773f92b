using Microsoft.Extensions.Time.Testing;

namespace Zhar.Testing;

/// <summary>Several nodes in one OS process, joined in memory, with the faults of a network at the test's command.</summary>
/// <remarks>Nodes are named <c>node1@test</c>, <c>node2@test</c>, … Payloads travel by reference, so nothing is said here about how they are encoded.</remarks>
/// <example>
/// <code>
/// await using var cluster = await TestCluster.Start();
/// var (a, b) = (cluster[0], cluster[1]);
/// await b.Run(_ => Counter.Start(5, name: "counter").AsTask());
/// var counter = Counter.Ref.At(ServerRef.On(b.Node.Name, "counter").From(a.Node));
/// await cluster.Cut(a, b);    // calls now fail with nodedown
/// await cluster.Heal(a, b);
/// </code>
/// </example>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly MemoryNetwork _network;
    private readonly FakeTimeProvider? _clock;
    private readonly Action<NodeOptions>? _configure;
    private readonly List<TestNode> _nodes = [];

    private TestCluster(FakeTimeProvider? clock, int seed, Action<NodeOptions>? configure)
    {
        _clock = clock;
        _configure = configure;
        Seed = seed;
        _network = new MemoryNetwork(clock ?? TimeProvider.System, seed);
    }

    /// <summary>Where the random numbers of delays and batches come from. Print it when a test fails, and give it to <see cref="Start"/> to try again.</summary>
    public int Seed { get; }

    /// <summary>The nodes that run, oldest first.</summary>
    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>The common clock of a cluster with virtual time. Delays follow it too.</summary>
    /// <exception cref="InvalidOperationException">The cluster runs on the system's clock.</exception>
    public FakeTimeProvider Clock => _clock ?? throw new InvalidOperationException("This cluster runs on the system's clock. Start it with TestCluster.Start(virtualTime: true).");

    /// <summary>A node, 0-based.</summary>
    public TestNode this[int index] => _nodes[index];

    /// <summary>Starts nodes and connects each with all others.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="virtualTime">Timers, timeouts and delays stand still until the test moves <see cref="Clock"/>.</param>
    /// <param name="seed">For the random numbers; default: a new one.</param>
    /// <param name="configure">Changes the options of each node before its start.</param>
    public static async Task<TestCluster> Start(int nodes = 2, bool virtualTime = false, int? seed = null, Action<NodeOptions>? configure = null)
    {
        var cluster = new TestCluster(virtualTime ? new FakeTimeProvider() : null, seed ?? Random.Shared.Next(), configure);
        for (var i = 1; i <= nodes; i++)
            await cluster.Add($"node{i}@test").ConfigureAwait(false);
        return cluster;
    }

    /// <summary>Starts one more node and connects it with all others that it can reach.</summary>
    public async Task<TestNode> Add(string name)
    {
        var node = await StartNode(name).ConfigureAwait(false);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Connects two nodes. False: they are cut off from each other, or one of them is gone.</summary>
    public Task<bool> Connect(TestNode a, TestNode b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Node.Connect(b.Node.Name);
    }

    /// <summary>Breaks the connection of two nodes, with all that is under way; they cannot connect before <see cref="Heal"/>.</summary>
    /// <returns>Completes when both have noticed.</returns>
    public Task Cut(TestNode a, TestNode b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return _network.Cut(a.Node.Name, b.Node.Name);
    }

    /// <summary>Undoes <see cref="Cut"/> and connects the two again.</summary>
    public Task<bool> Heal(TestNode a, TestNode b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        _network.Heal(a.Node.Name, b.Node.Name);
        return Connect(a, b);
    }

    /// <summary>Breaks the connection of two nodes, with all that is under way; they may connect again at once.</summary>
    /// <returns>Completes when both have noticed.</returns>
    public Task DropLink(TestNode a, TestNode b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return _network.Break(a.Node.Name, b.Node.Name);
    }

    /// <summary>From now on signals between the two take this long, both ways. Their order stays.</summary>
    public void Delay(TestNode a, TestNode b, TimeSpan time) => Delay(a, b, time, time);

    /// <summary>As above, each signal a random time between the two.</summary>
    public void Delay(TestNode a, TestNode b, TimeSpan shortest, TimeSpan longest)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentOutOfRangeException.ThrowIfLessThan(shortest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, shortest);
        _network.SetDelay(a.Node.Name, b.Node.Name, new DelayRange(shortest, longest));
    }

    /// <summary>Ends a node as a power cut does: its connections break first, so no other node hears of its processes' end. Then its processes are killed.</summary>
    public async Task Crash(TestNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _nodes.Remove(node);
        await CutOff(node).ConfigureAwait(false);
        await node.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Crashes a node and starts it again: the same name, the next incarnation, connected with all it can reach.</summary>
    public async Task<TestNode> Restart(TestNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var index = _nodes.IndexOf(node);
        if (index < 0)
            throw new ArgumentException($"'{node.Node.Name}' is not a running node of this cluster.", nameof(node));
        await Crash(node).ConfigureAwait(false);
        var next = await StartNode(node.Node.Name).ConfigureAwait(false);
        _nodes.Insert(index, next);
        return next;
    }

    /// <summary>Waits until no signal is under way. Signals that wait for a virtual clock do not count; what processes do meanwhile may send new ones.</summary>
    public async Task Quiet()
    {
        // The wires are looked at one after the other, so the count has to stand still meanwhile.
        var looks = 0;
        for (var before = -1L; !_network.IsQuiet || before != _network.Activity;)
        {
            before = _network.Activity;

            // Signals are delivered by the pool: what takes long is not helped by a thread of it that only looks.
            if (++looks < 10)
                await Task.Yield();
            else
                await Task.Delay(1).ConfigureAwait(false);
        }
    }

    /// <summary>Stops all nodes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync().ConfigureAwait(false);
        _nodes.Clear();
    }

    /// <summary>Counts the signals and ends of links so far.</summary>
    internal long Activity => _network.Activity;

    private async Task<TestNode> StartNode(string name)
    {
        var node = TestNode.Start(_clock, options =>
        {
            _configure?.Invoke(options);
            options.Name = name;
        });
        node.Transport = _network.CreateTransport();
        await node.Node.Links.Attach(node.Transport).ConfigureAwait(false);
        foreach (var other in _nodes.ToArray())
            await node.Node.Connect(other.Node.Name).ConfigureAwait(false);
        return node;
    }

    private Task CutOff(TestNode node) => node.Transport is { } transport ? _network.Remove(transport) : Task.CompletedTask;
}
