using Zhar.Runtime;
using Zhar.Testing;

namespace Zhar.Tests.Nodes.Model;

/// <summary>A process of the model test: does what the schedule tells it and writes down all that it does and hears, in its own order.</summary>
/// <remarks>
/// Of two agents only the one with the lower index links and unlinks, so that it knows at any time whether there is a link, as far as its own
/// mailbox tells; it does not link again before it has read of the end. Explicit exit signals have reasons with the tag <c>poke</c>, so that they cannot be taken for the end of a link.
/// </remarks>
internal sealed class Agent
{
    private readonly TestNode _node;
    private readonly Dictionary<Agent, Session> _sessions = [];
    private readonly Dictionary<Agent, MonitorRef> _monitors = [];
    private readonly HashSet<Pid> _linked = [];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastSession;

    internal Agent(TestNode node, int index, bool traps)
    {
        _node = node;
        Index = index;
        Traps = traps;

        // As Node.Spawn does, but with a word when it is over.
        var core = node.Node.Create(new RawBehaviour(Run), null, link: false);
        core.Cold.AfterStop = _gone.SetResult;
        Pid = core.Pid;
        node.Node.Scheduler.Schedule(core);
    }

    internal int Index { get; }

    internal bool Traps { get; }

    internal Pid Pid { get; }

    internal TestNode Node => _node;

    /// <summary>Read when the agent is idle or dead.</summary>
    internal List<Event> History { get; } = [];

    /// <summary>Completes when it is dead and everybody has been told.</summary>
    internal Task Gone => _gone.Task;

    internal bool IsGone => Gone.IsCompleted;

    internal void Do(Command command) => _node.Node.Send(Pid, command);

    /// <summary>Waits until the agent has done everything that it was told, or is dead.</summary>
    internal async Task Settle(bool mark = false)
    {
        if (IsGone)
            return;
        var ping = new Command.Ping(mark);
        Do(ping);
        await Task.WhenAny(ping.Done.Task, Gone);
    }

    public override string ToString() => $"agent {Index} {Pid}";

    private async Task Run(ProcessContext self)
    {
        Process.TrapExit = Traps;
        History.Add(new Event.Began(_node.Node.MonitorNodes()));
        while (true)
        {
            switch (await self.Receive())
            {
                case Command command:
                    await Obey(self, command);
                    break;
                case Letter letter:
                    History.Add(new Event.Got(letter));
                    break;
                case Down down:
                    History.Add(new Event.HeardDown(down));
                    break;
                case Exit exit:
                    if (exit.Reason.Tag != "poke")
                        _linked.Remove(exit.From);
                    History.Add(new Event.HeardExit(exit));
                    break;
                case NodeUp up:
                    History.Add(new Event.Up(up));
                    break;
                case NodeDown down:
                    History.Add(new Event.Lost(down));
                    break;
                case var other:
                    throw new InvalidOperationException($"{this} got {other}.");
            }
        }
    }

    private async Task Obey(ProcessContext self, Command command)
    {
        switch (command)
        {
            case Command.Ping ping:
                if (ping.Mark)
                    History.Add(new Event.Mark());
                ping.Done.SetResult();
                break;
            case Command.Write write:
                Write(write.To, write.Letters);
                break;
            case Command.Watch watch:
                Watch(watch.Whom);
                break;
            case Command.Unwatch unwatch when _monitors.Remove(unwatch.Whom, out var monitor):
                History.Add(new Event.Unwatched(monitor, Process.Demonitor(monitor)));
                break;
            case Command.Link link when _linked.Add(link.Whom.Pid):
                History.Add(new Event.Linked(link.Whom));
                Process.Link(link.Whom.Pid);
                break;
            case Command.Unlink unlink:
                Process.Unlink(unlink.Whom.Pid);
                while (await self.Receive<Exit>(TimeSpan.Zero, e => e.From == unlink.Whom.Pid && e.Reason.Tag != "poke") is { } late)
                    History.Add(new Event.HeardExit(late));
                _linked.Remove(unlink.Whom.Pid);
                History.Add(new Event.Unlinked(unlink.Whom));
                break;
            case Command.Poke poke:
                Process.Exit(poke.Whom.Pid, ExitReason.Of("poke"));
                break;
            case Command.Kill kill:
                Process.Exit(kill.Whom.Pid, ExitReason.Kill);
                break;
            case Command.End:
                Process.Exit("boom");
                break;
            case Command.Ask ask:
                var answer = await Echo.Ref.At(ServerRef.On(ask.Node, "echo")).TryRepeat(ask.Number, Timeout.InfiniteTimeSpan);
                History.Add(new Event.Answered(ask.Number, answer));
                break;
        }
    }

    /// <summary>Sends letters under a monitor of their own: what gets lost must be explained by it.</summary>
    private void Write(Agent to, int letters)
    {
        if (!_sessions.TryGetValue(to, out var session) || History.Any(e => e is Event.HeardDown heard && heard.Down.Ref == session.Monitor))
        {
            var monitor = Process.Monitor(to.Pid);
            session = _sessions[to] = new Session(++_lastSession, monitor);
            History.Add(new Event.Watched(monitor, to));
        }

        for (var i = 0; i < letters; i++)
        {
            var letter = new Letter(this, to, session.Number, ++session.Sent);
            History.Add(new Event.Sent(letter, session.Monitor));
            to.Pid.Send(letter);
        }
    }

    private void Watch(Agent whom)
    {
        var monitor = Process.Monitor(whom.Pid);
        _monitors[whom] = monitor;
        History.Add(new Event.Watched(monitor, whom));
    }

    private sealed class Session(int number, MonitorRef monitor)
    {
        internal int Number { get; } = number;

        internal MonitorRef Monitor { get; } = monitor;

        internal int Sent { get; set; }
    }
}
