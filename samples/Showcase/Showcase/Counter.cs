using Zhar;

namespace Showcase;

/// <summary>Counts, and tells everybody who subscribed to <see cref="Topic"/>. A crash takes the count with it, and nothing else.</summary>
public sealed partial class Counter : GenServer<int>
{
    public const string Topic = "counter";

    /// <summary>A counter has started, as this process.</summary>
    public sealed record Started(Pid Pid);

    /// <summary>The count is another one.</summary>
    public sealed record Changed(int Count);

    private Init<int> Init(int initialValue = 0)
    {
        PubSub.Broadcast(Topic, new Started(Self));
        return Ok(initialValue);
    }

    [Call]
    private int Increment()
    {
        State++;
        PubSub.Broadcast(Topic, new Changed(State));
        return State;
    }

    [Call]
    private int GetCount() => State;

    [Cast]
    private void Reset()
    {
        State = 0;
        PubSub.Broadcast(Topic, new Changed(State));
    }

    // Nothing is caught: the process ends, and its supervisor starts a new one from Init.
    [Cast]
    private void Crash(string who) => throw new InvalidOperationException($"{who} pressed Crash.");
}
