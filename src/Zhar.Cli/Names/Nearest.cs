namespace Zhar.Cli.Names;

/// <summary>The word that somebody has meant: one that can be typed by mistake for another.</summary>
internal static class Nearest
{
    /// <summary>The nearest of some words, or null when none is near: a third of the letters may be wrong, or the rest of the word be missing.</summary>
    internal static string? To(string word, IEnumerable<string> words) => words
        .Select(w => (Word: w, Distance: Distance(word, w)))
        .Where(w => w.Distance <= (word.Length + 1) / 3 || IsBeginning(word, w.Word) || IsBeginning(w.Word, word))
        .OrderBy(static w => w.Distance).ThenBy(static w => w.Word, StringComparer.Ordinal)
        .Select(static w => w.Word).FirstOrDefault();

    private static bool IsBeginning(string of, string word) => word.Length >= 3 && of.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters are left out, added, exchanged for another or with their neighbour (Damerau and Levenshtein).</summary>
    internal static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var isSame = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[a.Length, b.Length];
    }
}
