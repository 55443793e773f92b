using System.Text;

namespace Chat;

/// <summary>Cleans what people type: no characters that nobody sees and that databases or the order of other text would suffer from.</summary>
internal static class Typed
{
    /// <summary>The text in one line, without space around it.</summary>
    internal static string OneLine(string text) => string.Join(' ', Visible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The text with its lines, without empty ones around it.</summary>
    internal static string Lines(string text) => Visible(text).Trim();

    // A null character is refused by PostgreSQL, and marks of direction could turn the page's own words around. Joiners stay: scripts and emoji are written with them.
    private static string Visible(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || rune.Value is 0xFFFD or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)))
                kept.Append(rune.ToString());
        }

        return kept.ToString();
    }
}
