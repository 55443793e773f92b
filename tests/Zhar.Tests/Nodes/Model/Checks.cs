using Zhar.Nodes;
using Zhar.Testing;

namespace Zhar.Tests.Nodes.Model;

/// <summary>The guarantees of the node layer, as questions to the agents' histories. Each answer is a sentence on what was violated.</summary>
internal static class Checks
{
    internal static Dictionary<(string Node, string Peer), PeerTables> TablesOf(TestCluster cluster)
    {
        var tables = new Dictionary<(string, string), PeerTables>();
        foreach (var node in cluster.Nodes)
        {
            foreach (var name in node.Node.Nodes)
            {
                if (node.Node.Links.Peek(name) is { } copy)
                    tables.Add((node.Node.Name, name), copy);
            }
        }

        return tables;
    }

    /// <summary>When all is quiet, both ends of a connection know the same links, monitors and calls.</summary>
    internal static IEnumerable<string> Symmetry(TestCluster cluster)
    {
        var tables = TablesOf(cluster);
        if (tables.Count != cluster.Nodes.Count * (cluster.Nodes.Count - 1))
            yield return "Not all nodes are connected after healing.";
        foreach (var ((node, peer), mine) in tables)
        {
            if (!tables.TryGetValue((peer, node), out var theirs))
                continue;
            if (!mine.Links.ToHashSet().SetEquals(theirs.Links.Select(static l => (l.Remote, l.Local))))
                yield return $"{node} has links [{string.Join(' ', mine.Links)}], {peer} [{string.Join(' ', theirs.Links)}].";
            if (mine.Unlinking != 0)
                yield return $"{node} waits for {mine.Unlinking} unlink acknowledgements of {peer}.";
            if (!mine.Monitors.ToHashSet().SetEquals(theirs.Watches))
                yield return $"{node} has monitors [{string.Join(' ', mine.Monitors)}] on {peer}, which knows [{string.Join(' ', theirs.Watches)}].";
            if (mine.Calls != 0)
                yield return $"{node} keeps {mine.Calls} calls with {peer}.";
        }
    }

    internal static IEnumerable<string> Histories(List<Agent> agents, Dictionary<(string Node, string Peer), PeerTables> tables) =>
        agents.SelectMany(agent => Order(agent)
            .Concat(Gaps(agent))
            .Concat(NodeEvents(agent))
            .Concat(Monitors(agent))
            .Concat(OwnLinks(agent))
            .Concat(OthersLinks(agent, agents))
            .Concat(BrokenLinks(agent, tables))
            .Concat(Answers(agent))
            .Select(text => $"{agent}: {text}"));

    /// <summary>Order and no duplicates: letters of one sender have rising numbers.</summary>
    private static IEnumerable<string> Order(Agent agent)
    {
        var last = new Dictionary<Agent, (int, int)>();
        foreach (var got in agent.History.OfType<Event.Got>())
        {
            var number = (got.Letter.Session, got.Letter.Number);
            if (last.TryGetValue(got.Letter.From, out var before) && number.CompareTo(before) <= 0)
                yield return $"got letter {number} from {got.Letter.From} after {before}.";
            last[got.Letter.From] = number;
        }
    }

    /// <summary>No silent gap: what is missing of a session is explained by the monitor that the session was under.</summary>
    private static IEnumerable<string> Gaps(Agent sender)
    {
        var mark = sender.History.FindIndex(static e => e is Event.Mark);
        if (mark < 0)
            yield break; // the sender died, so nobody was left to be told
        foreach (var session in sender.History.OfType<Event.Sent>().GroupBy(static s => s.Monitor))
        {
            var to = session.First().Letter.To;
            var number = session.First().Letter.Session;
            var received = to.History.OfType<Event.Got>()
                .Where(g => g.Letter.From == sender && g.Letter.Session == number)
                .Select(static g => g.Letter.Number)
                .ToList();
            var isPrefix = received.Count == 0 || received[^1] == received.Count;
            var down = sender.History.FindIndex(e => e is Event.HeardDown heard && heard.Down.Ref == session.Key);
            var reason = down < 0 || down > mark ? null : ((Event.HeardDown)sender.History[down]).Down.Reason;
            if (received.Count < session.Count() && reason is null)
                yield return $"{received.Count} of {session.Count()} letters of session {number} reached {to}, and its monitor told nothing.";
            if (!isPrefix && reason != ExitReason.NoConnection)
                yield return $"letters [{string.Join(' ', received)}] of session {number} reached {to}, and its monitor told {reason}.";
        }
    }

    /// <summary>Node events: up and down take turns, and what comes from an incarnation comes between its up and its down.</summary>
    private static IEnumerable<string> NodeEvents(Agent agent)
    {
        var up = new Dictionary<string, long>();
        foreach (var e in agent.History)
        {
            switch (e)
            {
                case Event.Began began:
                    foreach (var name in began.Nodes)
                        up[name] = 0; // which incarnation is not known yet
                    break;
                case Event.Up { Message: var message } when !up.TryAdd(message.Node, message.Creation):
                    yield return $"heard {message} while that node was up.";
                    break;
                case Event.Lost { Message: var message } when !up.Remove(message.Node, out var creation) || (creation != 0 && creation != message.Creation):
                    yield return $"heard {message} while that incarnation was not up.";
                    break;
                case Event.Got { Letter.From: var from } when !IsUp(from.Pid):
                    yield return $"got a letter of {from} while its node was down.";
                    break;
                case Event.HeardDown { Down: var down } when down.Reason != ExitReason.NoConnection && down.Reason != ExitReason.NoProc && !IsUp(down.Pid):
                    yield return $"heard {down} while that node was down.";
                    break;
                case Event.HeardExit { Exit: var exit } when exit.Reason != ExitReason.NoConnection && exit.Reason != ExitReason.NoProc && !IsUp(exit.From):
                    yield return $"heard {exit} while that node was down.";
                    break;
            }
        }

        bool IsUp(Pid pid) => pid.Node == agent.Pid.Node || (up.TryGetValue(pid.Node, out var creation) && (creation == 0 || creation == pid.Creation));
    }

    /// <summary>A monitor fires at most once; one that was taken off never; one that was not, exactly once by the time the last connection is gone.</summary>
    private static IEnumerable<string> Monitors(Agent agent)
    {
        var downs = agent.History.OfType<Event.HeardDown>().ToLookup(static e => e.Down.Ref);
        var taken = agent.History.OfType<Event.Unwatched>().ToDictionary(static e => e.Monitor, static e => e.WasActive);
        foreach (var watched in agent.History.OfType<Event.Watched>())
        {
            var heard = downs[watched.Monitor].Count();
            var wasActive = taken.TryGetValue(watched.Monitor, out var active) ? active : (bool?)null;
            if (heard > 1)
                yield return $"heard {heard} times of {watched.Whom} through one monitor.";
            if (heard > 0 && wasActive == true)
                yield return $"heard of {watched.Whom} through a monitor that was taken off.";
            var mustFire = wasActive == false || (wasActive is null && (watched.Whom.Pid.Node != agent.Pid.Node || watched.Whom.IsGone));
            if (!agent.IsGone && heard == 0 && mustFire && watched.Whom != agent)
                yield return $"never heard of {watched.Whom}, which it monitored.";
        }
    }

    /// <summary>The links that this agent made: an exit comes only over a link, once, and always when the connection or the peer is gone.</summary>
    private static IEnumerable<string> OwnLinks(Agent agent)
    {
        var linked = new Dictionary<Pid, Agent>();
        var made = new HashSet<Pid>();
        foreach (var e in agent.History)
        {
            switch (e)
            {
                case Event.Linked { Whom: var whom }:
                    linked[whom.Pid] = whom;
                    made.Add(whom.Pid);
                    break;
                case Event.Unlinked { Whom: var whom }:
                    linked.Remove(whom.Pid);
                    break;
                case Event.HeardExit { IsPoke: false, Exit: var exit } when made.Contains(exit.From) && !linked.Remove(exit.From):
                    yield return $"heard {exit} without a link.";
                    break;
            }
        }

        if (!agent.Traps || agent.IsGone)
            yield break;
        foreach (var whom in linked.Values.Where(w => w.Pid.Node != agent.Pid.Node))
            yield return $"never heard of {whom}, which it linked with.";
    }

    /// <summary>The links that others made with this agent: never more exits than links.</summary>
    private static IEnumerable<string> OthersLinks(Agent agent, List<Agent> agents)
    {
        var exits = agent.History.OfType<Event.HeardExit>().Where(static e => !e.IsPoke).ToLookup(static e => e.Exit.From);
        foreach (var other in agents.Where(a => a.Index < agent.Index))
        {
            var made = other.History.OfType<Event.Linked>().Count(l => l.Whom == agent);
            if (exits[other.Pid].Count() > made)
                yield return $"heard {exits[other.Pid].Count()} exits of {other}, which made {made} links.";
        }
    }

    /// <summary>Whoever had a link when the last connection broke hears <c>noconnection</c> for it, once. So does the side that did not make it.</summary>
    private static IEnumerable<string> BrokenLinks(Agent agent, Dictionary<(string Node, string Peer), PeerTables> tables)
    {
        var mark = agent.History.FindIndex(static e => e is Event.Mark);
        if (mark < 0)
            yield break;
        var exits = agent.History.Skip(mark).OfType<Event.HeardExit>().Where(static e => !e.IsPoke).Select(static e => e.Exit).ToList();
        foreach (var ((_, peer), table) in tables.Where(t => t.Key.Node == agent.Pid.Node))
        {
            foreach (var (_, remote) in table.Links.Where(l => l.Local == agent.Pid.Number))
            {
                var heard = exits.Count(e => e.From.Node == peer && e.From.Number == remote && e.Reason == ExitReason.NoConnection);
                if (agent.Traps && heard != 1)
                    yield return $"heard {heard} times of process {remote} of {peer} when the last connection broke.";
                if (!agent.Traps && !agent.IsGone)
                    yield return $"lives on without its link to process {remote} of {peer}.";
            }
        }
    }

    /// <summary>Calls end, with the right answer or a reason that the network or the server's end explains.</summary>
    private static IEnumerable<string> Answers(Agent agent)
    {
        foreach (var (number, answer) in agent.History.OfType<Event.Answered>())
        {
            if (answer is Ok<int> ok ? ok.Value != number : ((Error<int>)answer).Reason.Tag is not ("nodedown" or "noproc" or "killed"))
                yield return $"asked {number} and was answered {answer}.";
        }
    }
}
