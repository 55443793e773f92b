using Zhar;

namespace WorkerPool;

/// <summary>Presses the keys when there is no keyboard. The state counts them.</summary>
public sealed partial class Autopilot : GenServer<int>
{
    private Init<int> Init()
    {
        Board.Ref board = Board.Name;
        board.Note("No terminal: a worker is crashed, hogged and greeted by itself, one every 2 s. SIGTERM or Ctrl-C ends.");
        return Ok(0);
    }

    [Tick("00:00:02")]
    private void Press()
    {
        if (State % 3 == 0)
            Pool.CrashOne();
        else if (State % 3 == 1)
            Pool.HogOne();
        else
            Pool.Say("autopilot", "hello");
        State++;
    }
}
