using System.Buffers;

namespace Zhar.Web;

/// <summary>Checks names and values of headers.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> TokenChars = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    internal static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenChars);

    internal static bool IsValue(ReadOnlySpan<char> text) => !text.ContainsAny(Forbidden);

    internal static void Check(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!IsToken(name))
            throw new InvalidHeaderException(name, $"\"{Shown(name)}\" is not a header name. It is made of letters, digits and dashes, such as x-request-id.");
        if (!IsValue(value))
            throw new InvalidHeaderException(name, $"The value of the header {name} has a line break or a NUL in it: \"{Shown(value)}\". It would end the header and begin another one. Escape it, or leave it out.");
    }

    private static string Shown(string text) => (text.Length <= 60 ? text : text[..60] + "…").Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);
}
