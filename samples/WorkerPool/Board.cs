using System.Collections.Immutable;
using Zhar;

namespace WorkerPool;

/// <summary>Knows how every worker is doing, and shows it each half second.</summary>
public sealed partial class Board(Screen screen) : GenServer<Board.Shown>
{
    public sealed record Shown(ImmutableSortedDictionary<int, Row> Rows, ImmutableList<string> Notes, string? Draft);

    /// <summary>One worker: its process, its jobs, how often it was started, and whether it worked since the board was drawn last.</summary>
    public sealed record Row(Pid Pid, int Jobs, int Starts, bool IsBusy);

    private const int NotesKept = 8;

    private Init<Shown> Init(string topic)
    {
        Process.TrapExit = true; // so that Terminate runs and gives the cursor back
        PubSub.Subscribe(topic);
        screen.Open();
        return Ok(new Shown(ImmutableSortedDictionary<int, Row>.Empty, [], null));
    }

    [Cast]
    private void Started(int number, Pid pid)
    {
        Process.Monitor(pid);
        var starts = State.Rows.TryGetValue(number, out var before) ? before.Starts + 1 : 1;
        State = State with { Rows = State.Rows.SetItem(number, new Row(pid, 0, starts, false)) };
        if (starts > 1)
            Note($"worker {number} started again, as {pid}");
    }

    [Cast]
    private void Worked(int number, int jobs)
    {
        if (State.Rows.TryGetValue(number, out var row))
            State = State with { Rows = State.Rows.SetItem(number, row with { Jobs = jobs, IsBusy = true }) };
    }

    [Cast]
    private void Note(string text)
    {
        var notes = State.Notes.Add(text);
        State = State with { Notes = notes.Count > NotesKept ? notes.RemoveAt(0) : notes };
        screen.Line(text);
    }

    [Cast]
    private void Draft(string? text)
    {
        State = State with { Draft = text };
        screen.Draw(State);
    }

    [Info]
    private void OnDown(Down down)
    {
        foreach (var (number, row) in State.Rows)
        {
            if (row.Pid == down.Pid)
                Note($"worker {number} ended: {down.Reason.Tag}");
        }
    }

    [Info]
    private void OnMessage(ChatRoom.Message message) => Note($"<{message.Author}> {message.Text}");

    [Tick("00:00:00.500")]
    private void Refresh()
    {
        screen.Draw(State);
        State = State with { Rows = State.Rows.ToImmutableSortedDictionary(r => r.Key, r => r.Value with { IsBusy = false }) };
    }

    protected override ValueTask Terminate(ExitReason reason)
    {
        screen.Close();
        return default;
    }
}
