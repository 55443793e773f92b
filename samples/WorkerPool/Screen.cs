using System.Text;

namespace WorkerPool;

/// <summary>The terminal: redrawn in place where there is one, else a line every two seconds.</summary>
public sealed class Screen(TextWriter output, bool isTerminal)
{
    private const int DrawsPerLine = 4;
    private int _draws;

    public bool IsTerminal => isTerminal;

    public void Open()
    {
        if (isTerminal)
            output.Write("\e[2J\e[?25l");
    }

    public void Close()
    {
        if (isTerminal)
            output.Write("\e[?25h\n");
        output.Flush();
    }

    /// <summary>Something happened. A terminal shows it with the next drawing.</summary>
    public void Line(string text)
    {
        if (!isTerminal)
            output.WriteLine(Clean(text));
    }

    public void Draw(Board.Shown shown)
    {
        if (isTerminal)
            output.Write(Picture(shown));
        else if (_draws++ % DrawsPerLine == 0)
            output.WriteLine(Summary(shown));
        output.Flush();
    }

    private static string Summary(Board.Shown shown) =>
        "jobs: " + string.Join("  ", shown.Rows.Select(r => $"{r.Key}: {r.Value.Jobs}{(r.Value.Starts > 1 ? $" (start {r.Value.Starts})" : "")}"));

    private static string Picture(Board.Shown shown)
    {
        var picture = new StringBuilder("\e[H");
        Add("Worker pool    c crash a worker   h hog a processor   m say something   q quit");
        Add("");
        foreach (var (number, row) in shown.Rows)
        {
            var bar = new string('#', row.Jobs / 2 % 40);
            Add($"  worker {number}  {(row.IsBusy ? "working" : "silent "),-8} {row.Jobs,6} jobs  {row.Starts,2}. start  {row.Pid,-24} {bar}");
        }

        Add("");
        foreach (var note in shown.Notes)
        {
            Add("  " + Clean(note));
        }

        Add("");
        Add(shown.Draft is { } draft ? $"say: {Clean(draft)}_   (Enter sends, Escape does not)" : "");
        return picture.Append("\e[J").ToString();

        void Add(string line) => picture.Append(line).Append("\e[K\n");
    }

    /// <summary>Without control characters: a message may not steer the terminal.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
