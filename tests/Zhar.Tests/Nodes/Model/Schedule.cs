using Zhar.Testing;

namespace Zhar.Tests.Nodes.Model;

/// <summary>One random run: agents on a few nodes do random things while connections break, heal and nodes restart. Everything follows from the seed but the threads' timing.</summary>
internal sealed class Schedule(int seed)
{
    private const int AgentsPerNode = 2;

    private readonly Random _random = new(seed);
    private readonly List<Agent> _agents = [];
    private readonly List<string> _steps = [];
    private readonly List<Task> _underWay = [];
    private TestCluster _cluster = null!; // set first in Run

    /// <summary>Runs the schedule and returns what broke the guarantees, or null.</summary>
    internal async Task<string?> Run()
    {
        _cluster = await TestCluster.Start(_random.Next(2, 4), seed: seed);
        foreach (var node in _cluster.Nodes)
            await Populate(node);

        var steps = _random.Next(10, 60);
        for (var i = 0; i < steps; i++)
            await Step();

        await Task.WhenAll(_underWay);
        await HealAll();
        await Settle();
        var violations = Checks.Symmetry(_cluster).ToList();
        foreach (var agent in _agents)
            await agent.Settle(mark: true);
        var tables = Checks.TablesOf(_cluster);

        await BreakAll();
        await Settle();
        violations.AddRange(Checks.Histories(_agents, tables));
        await Stop();
        return violations.Count == 0 ? null : $"{string.Join('\n', violations)}\nSteps:\n{string.Join('\n', _steps)}";
    }

    private async Task Step()
    {
        var agent = Any(_agents);
        var other = Any(_agents);
        switch (_random.Next(100))
        {
            case < 34:
                Tell(agent, new Command.Write(other, _random.Next(1, 6)));
                break;
            case < 44:
                Tell(agent, new Command.Watch(other));
                break;
            case < 50:
                Tell(agent, new Command.Unwatch(other));
                break;
            case < 60 when agent.Index < other.Index:
                Tell(agent, new Command.Link(other));
                break;
            case < 66 when agent.Index < other.Index:
                Tell(agent, new Command.Unlink(other));
                break;
            case < 69 when other.Traps:
                Tell(agent, new Command.Poke(other));
                break;
            case < 71:
                Tell(agent, new Command.Kill(other));
                break;
            case < 73:
                Tell(agent, new Command.End());
                break;
            case < 77:
                var asked = Any(_cluster.Nodes);
                Tell(agent, new Command.Ask(asked.Node.Name, _random.Next()));
                break;
            case < 85:
                await Disturb();
                break;
            case < 92:
                await Note("connect", _cluster.Heal);
                break;
            case < 94:
                await Restart(Any(_cluster.Nodes));
                break;
            case < 97:
                await _cluster.Quiet();
                break;
            default:
                await Task.Yield();
                break;
        }
    }

    private Task Disturb() => _random.Next(3) switch
    {
        0 => Note("drop", _cluster.DropLink),
        1 => Note("cut", _cluster.Cut),
        _ => Note("disconnect", static (a, b) => a.Node.Disconnect(b.Node.Name)),
    };

    /// <summary>Does something to the connection of two nodes; half of the time what follows does not wait for it.</summary>
    private async Task Note(string what, Func<TestNode, TestNode, Task> action)
    {
        var a = Any(_cluster.Nodes);
        var b = Any(_cluster.Nodes);
        if (a == b)
            return;
        _steps.Add($"{what} {a.Node.Name} {b.Node.Name}");
        var task = action(a, b);
        if (_random.Next(2) == 0)
            await task;
        else
            _underWay.Add(task);
    }

    private async Task Restart(TestNode node)
    {
        _steps.Add($"restart {node.Node.Name}");
        await Populate(await _cluster.Restart(node));
    }

    private async Task Populate(TestNode node)
    {
        await node.Run(static _ => Echo.Start(name: "echo").AsTask());
        for (var i = 0; i < AgentsPerNode; i++)
        {
            var agent = new Agent(node, _agents.Count, traps: _random.Next(4) > 0);
            _agents.Add(agent);
            _steps.Add($"begin {agent}{(agent.Traps ? " trapping" : "")}");
            await agent.Settle();
        }
    }

    private void Tell(Agent agent, Command command)
    {
        _steps.Add($"{agent}: {command}");
        agent.Do(command);
    }

    private async Task HealAll()
    {
        foreach (var (a, b) in Pairs())
        {
            if (!await _cluster.Heal(a, b))
                throw new InvalidOperationException($"{a.Node.Name} and {b.Node.Name} do not connect after healing.");
        }
    }

    private Task BreakAll() => Task.WhenAll(Pairs().Select(p => _cluster.DropLink(p.A, p.B)));

    /// <summary>Waits until nothing moves: no signal under way, every agent idle or dead, and none of it has caused another signal.</summary>
    private async Task Settle()
    {
        for (var before = -1L; before != _cluster.Activity;)
        {
            before = _cluster.Activity;
            await _cluster.Quiet();
            foreach (var agent in _agents)
                await agent.Settle();
            await _cluster.Quiet();
        }
    }

    private async Task Stop()
    {
        foreach (var pid in _cluster.Nodes.SelectMany(static n => n.Node.ProcessIds))
            Process.Exit(pid, ExitReason.Kill);
        await Eventually.True(() => _cluster.Nodes.All(static n => n.Node.ProcessCount == 0));
        await _cluster.DisposeAsync();
    }

    private IEnumerable<(TestNode A, TestNode B)> Pairs() =>
        from a in _cluster.Nodes
        from b in _cluster.Nodes
        where string.CompareOrdinal(a.Node.Name, b.Node.Name) < 0
        select (a, b);

    private T Any<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
