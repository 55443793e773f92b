namespace Zhar.Tests.Nodes.Model;

/// <summary>What agents send each other: numbered within the session, sessions within the pair.</summary>
internal sealed record Letter(Agent From, Agent To, int Session, int Number);

/// <summary>What an agent is told to do.</summary>
internal abstract record Command
{
    internal sealed record Ping(bool Mark) : Command
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed record Write(Agent To, int Letters) : Command;

    internal sealed record Watch(Agent Whom) : Command;

    internal sealed record Unwatch(Agent Whom) : Command;

    internal sealed record Link(Agent Whom) : Command;

    internal sealed record Unlink(Agent Whom) : Command;

    internal sealed record Poke(Agent Whom) : Command;

    internal sealed record Kill(Agent Whom) : Command;

    internal sealed record End : Command;

    internal sealed record Ask(string Node, int Number) : Command;
}

/// <summary>What an agent did or heard.</summary>
internal abstract record Event
{
    internal sealed record Began(IReadOnlyList<string> Nodes) : Event;

    internal sealed record Sent(Letter Letter, MonitorRef Monitor) : Event;

    internal sealed record Got(Letter Letter) : Event;

    internal sealed record Watched(MonitorRef Monitor, Agent Whom) : Event;

    internal sealed record Unwatched(MonitorRef Monitor, bool WasActive) : Event;

    internal sealed record HeardDown(Down Down) : Event;

    internal sealed record Linked(Agent Whom) : Event;

    internal sealed record Unlinked(Agent Whom) : Event;

    internal sealed record HeardExit(Exit Exit) : Event
    {
        internal bool IsPoke => Exit.Reason.Tag == "poke";
    }

    internal sealed record Up(NodeUp Message) : Event;

    internal sealed record Lost(NodeDown Message) : Event;

    internal sealed record Answered(int Number, Result<int> Answer) : Event;

    /// <summary>All is quiet and every node sees every other; after this the last connections break.</summary>
    internal sealed record Mark : Event;
}
