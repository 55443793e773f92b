namespace Zhar.Soak.Load;

/// <summary>Answers calls that another server has taken: some at once, some a little later, all twice.</summary>
internal sealed partial class Replier : GenServer<Queue<Replier.Waiting>>
{
    private Init<Queue<Waiting>> Init() => Ok([]);

    [Cast]
    private void Answer(Waiting waiting)
    {
        if (waiting.Nonce % 2 == 0)
            ReplyTwice(waiting);
        else
            State.Enqueue(waiting);
    }

    [Tick("00:00:00.002")]
    private void Flush()
    {
        while (State.TryDequeue(out var waiting))
            ReplyTwice(waiting);
    }

    private static void ReplyTwice(Waiting waiting)
    {
        waiting.Reply.Reply(World.Transform(waiting.Nonce));
        waiting.Reply.Reply(-waiting.Nonce);
    }

    /// <summary>A caller that waits, and the number it sent.</summary>
    internal sealed record Waiting(From<long> Reply, long Nonce);
}
