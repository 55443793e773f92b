using Microsoft.Extensions.Hosting;
using Zhar;

namespace WorkerPool;

/// <summary>Reads keys. The state is the message being typed, or null.</summary>
public sealed partial class Keyboard(IHostApplicationLifetime lifetime) : GenServer<string?>
{
    private const int LongestMessage = 60;

    private Init<string?> Init() => Ok(null);

    // Looks whether a key is there instead of waiting for one: a server that waits hears nothing else.
    [Tick("00:00:00.050")]
    private void Poll()
    {
        while (Console.KeyAvailable)
        {
            Press(Console.ReadKey(intercept: true));
        }
    }

    private void Press(ConsoleKeyInfo key)
    {
        if (State is { } draft)
            Type(draft, key);
        else if (key.KeyChar == 'c')
            Pool.CrashOne();
        else if (key.KeyChar == 'h')
            Pool.HogOne();
        else if (key.KeyChar == 'm')
            Show("");
        else if (key.KeyChar == 'q')
            lifetime.StopApplication();
    }

    private void Type(string draft, ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Escape)
            Show(null);
        else if (key.Key == ConsoleKey.Backspace)
            Show(draft.Length > 0 ? draft[..^1] : draft);
        else if (key.Key == ConsoleKey.Enter)
        {
            if (!string.IsNullOrWhiteSpace(draft))
                Pool.Say("you", draft);
            Show(null);
        }
        else if (!char.IsControl(key.KeyChar) && draft.Length < LongestMessage)
            Show(draft + key.KeyChar);
    }

    private void Show(string? draft)
    {
        State = draft;
        Board.Ref board = Board.Name;
        board.Draft(draft);
    }
}
