using System.Buffers.Text;

namespace Zhar.Web;

/// <summary>Decoding of texts from outside with a limit, and the same limit for texts that are made.</summary>
internal static class TextLimit
{
    /// <summary>The bytes of URL-safe base64 without padding, or <c>null</c> when it is too long or not in its one canonical form.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.IsEmpty || text.Length > maxLength || text.Length % 4 == 1)
            return null;

        // The decoder skips blanks and padding and ignores spare bits; one message shall have one text.
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return null;
        }

        var spare = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        if ((Value(text[^1]) & spare) != 0)
            return null;
        return Base64Url.DecodeFromChars(text);
    }

    /// <exception cref="ArgumentException">The text of that many bytes would be too long to be read again.</exception>
    internal static void CheckMade(int bytes, int maxLength, int dataBytes, string parameter)
    {
        if (Base64Url.GetEncodedLength(bytes) > maxLength)
            throw new ArgumentException($"The data has {dataBytes} bytes; with its signature it would be longer than the limit of {maxLength} characters. Keep large data on the server and send its key.", parameter);
    }

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
