using Zhar.Nodes;

namespace Zhar.Testing;

/// <summary>The wires between the nodes of a cluster in this OS process, and the faults that a test puts into them.</summary>
internal sealed class MemoryNetwork(TimeProvider clock, int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, MemoryTransport> _nodes = [];
    private readonly Dictionary<Pair, MemoryLink> _links = [];       // up, or on their way down
    private readonly Dictionary<Pair, DelayRange> _delays = [];
    private readonly HashSet<Pair> _cuts = [];
    private long _lastLink;
    private long _activity;

    /// <summary>Counts what went over the wires: as long as it stands still, and nothing is under way, the network is quiet.</summary>
    internal long Activity => Volatile.Read(ref _activity);

    internal bool IsQuiet
    {
        get
        {
            lock (_gate)
                return _links.Values.All(static l => l.IsQuiet);
        }
    }

    internal MemoryTransport CreateTransport() => new(this);

    internal void Register(MemoryTransport transport)
    {
        lock (_gate)
            _nodes[transport.Name] = transport;
    }

    /// <summary>The node is gone: nobody can connect with it, and its links break.</summary>
    internal Task Remove(MemoryTransport transport)
    {
        List<MemoryLink> broken;
        lock (_gate)
        {
            if (_nodes.GetValueOrDefault(transport.Name) == transport)
                _nodes.Remove(transport.Name);
            broken = [.. _links.Values.Where(l => l.HasEnd(transport))];
        }

        foreach (var link in broken)
            link.Break();
        return Task.WhenAll(broken.Select(static l => l.Closed));
    }

    internal async ValueTask<bool> Connect(MemoryTransport from, string name)
    {
        while (true)
        {
            MemoryLink? link;
            Task? wait;
            lock (_gate)
            {
                var pair = new Pair(from.Name, name);
                if (_cuts.Contains(pair) || _nodes.GetValueOrDefault(from.Name) != from || !_nodes.TryGetValue(name, out var to))
                    return false;
                if (_links.TryGetValue(pair, out link))
                {
                    wait = link.IsClosing ? link.Closed : null;
                }
                else
                {
                    wait = null;
                    link = new MemoryLink(this, new LinkId(++_lastLink), from, to, _random.Next());
                    _links.Add(pair, link);
                    link.Start();
                    _ = link.Closed.ContinueWith(_ => Forget(pair, link), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }
            }

            if (wait is null)
            {
                await link.Up.ConfigureAwait(false);
                return !link.IsClosing;
            }

            // The last link between the two is still being taken down: the next one comes after it.
            await wait.ConfigureAwait(false);
            Forget(new Pair(from.Name, name), link);
        }
    }

    internal Task Break(string a, string b)
    {
        MemoryLink? link;
        lock (_gate)
            _links.TryGetValue(new Pair(a, b), out link);
        link?.Break();
        return link?.Closed ?? Task.CompletedTask;
    }

    internal Task Cut(string a, string b)
    {
        lock (_gate)
            _cuts.Add(new Pair(a, b));
        return Break(a, b);
    }

    internal void Heal(string a, string b)
    {
        lock (_gate)
            _cuts.Remove(new Pair(a, b));
    }

    internal void SetDelay(string a, string b, DelayRange delay)
    {
        lock (_gate)
            _delays[new Pair(a, b)] = delay;
    }

    internal DelayRange DelayBetween(string a, string b)
    {
        lock (_gate)
            return _delays.GetValueOrDefault(new Pair(a, b));
    }

    internal TimeProvider Clock => clock;

    internal void NoteActivity() => Interlocked.Increment(ref _activity);

    private void Forget(Pair pair, MemoryLink link)
    {
        lock (_gate)
        {
            if (_links.GetValueOrDefault(pair) == link)
                _links.Remove(pair);
        }
    }

    /// <summary>Two nodes, whichever is named first.</summary>
    private readonly record struct Pair
    {
        public Pair(string a, string b) => (First, Second) = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);

        public string First { get; }

        public string Second { get; }
    }
}

/// <summary>How long a signal is under way: between the two times, by the link's random numbers.</summary>
internal readonly record struct DelayRange(TimeSpan Shortest, TimeSpan Longest)
{
    public TimeSpan Next(Random random) => Longest <= TimeSpan.Zero ? TimeSpan.Zero : Shortest + ((Longest - Shortest) * random.NextDouble());
}
