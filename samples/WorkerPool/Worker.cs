using Zhar;

namespace WorkerPool;

/// <summary>Does a job now and then, and can be crashed or kept busy.</summary>
public sealed partial class Worker : GenServer<Worker.Progress>
{
    public sealed record Progress(int Number, int Jobs);

    public static ServerName NameOf(int number) => $"worker {number}";

    private Init<Progress> Init(int number)
    {
        Board.Ref board = Board.Name;
        board.Started(number, Self);
        return Ok(new Progress(number, 0));
    }

    // A cast: the worker does not wait for the board, so a slow or dead board never holds up the work.
    [Tick("00:00:00.200")]
    private void Work()
    {
        State = State with { Jobs = State.Jobs + 1 };
        Board.Ref board = Board.Name;
        board.Worked(State.Number, State.Jobs);
        if (State.Jobs % 50 == 0)
        {
            ChatRoom.Ref room = ChatRoom.Name;
            room.Say($"worker {State.Number}", $"{State.Jobs} jobs done");
        }
    }

    // Nothing is caught: the process ends, and its supervisor starts a new one from Init.
    [Cast]
    private void Crash() => throw new InvalidOperationException("Somebody pressed c.");

    // Keeps a processor busy without ever giving way. The other workers go on: they get another thread.
    [Cast]
    private void Hog(TimeSpan time)
    {
        Board.Ref board = Board.Name;
        board.Note($"worker {State.Number} keeps a processor busy for {time.TotalSeconds:0} s");
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < time;)
        {
            Thread.SpinWait(1000);
        }
    }
}
