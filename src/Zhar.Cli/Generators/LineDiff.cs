namespace Zhar.Cli.Generators;

/// <summary>Two texts, line by line: what came, what went, and a line of what stands around it.</summary>
internal static class LineDiff
{
    private const int Around = 1;

    internal static IReadOnlyList<string> Of(string before, string after)
    {
        var all = Lines(before.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), after.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        var shown = new List<string>();
        var last = -1;
        for (var i = 0; i < all.Count; i++)
        {
            if (!all.Skip(Math.Max(0, i - Around)).Take((2 * Around) + 1).Any(static l => l[0] != ' '))
                continue;
            if (last >= 0 && i > last + 1)
                shown.Add("  …");
            shown.Add(all[i]);
            last = i;
        }

        return shown;
    }

    /// <summary>The longest common subsequence, by the table that every textbook has: sources have hundreds of lines, not millions.</summary>
    private static List<string> Lines(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<string>();
        var (b, a) = (0, 0);
        while (b < before.Length || a < after.Length)
        {
            if (b < before.Length && a < after.Length && before[b] == after[a])
            {
                lines.Add("  " + before[b]);
                (b, a) = (b + 1, a + 1);
            }
            else if (a < after.Length && (b == before.Length || common[b, a + 1] >= common[b + 1, a]))
            {
                lines.Add("+ " + after[a++]);
            }
            else
            {
                lines.Add("- " + before[b++]);
            }
        }

        return lines;
    }
}
