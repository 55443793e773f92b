namespace Zhar.Cli.Output;

/// <summary>Something that the user can mend: a message, and the command to try next.</summary>
internal sealed class CliException(string message, string? next = null) : Exception(message)
{
    /// <summary>The command to try next, or what to do before that.</summary>
    internal string? Next { get; } = next;

    /// <summary>A word of the command line and the one to write in its place, or no word and what to add: the command to try next is the same line with it.</summary>
    internal (string Word, string Better)? Correction { get; private init; }

    internal static CliException Correct(string message, string word, string better) => new(message, better) { Correction = (word, better) };

    /// <summary>What to try next, for a command line.</summary>
    internal string? NextOf(IReadOnlyList<string> arguments)
    {
        if (Correction is not var (word, better))
            return Next;
        var words = arguments.ToList();
        if (word.Length == 0)
            return $"zhar {string.Join(' ', words)} {better}";

        // A schema may stand behind its context: Catalog.Product.
        var at = words.FindIndex(w => w == word || w.EndsWith("." + word, StringComparison.Ordinal));
        if (at < 0)
            return Next;
        words[at] = words[at][..^word.Length] + better;
        return "zhar " + string.Join(' ', words);
    }
}
