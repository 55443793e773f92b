namespace Zhar.Web;

/// <summary>Text of a request in a log: short, and on one line.</summary>
internal static class LogText
{
    private const int MaxLength = 500;

    /// <summary>The message of an exception, which may have several lines.</summary>
    internal static string OfMessage(Exception exception) => Of(string.Join(' ', exception.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    internal static string Of(string text)
    {
        if (text.Length > MaxLength)
            text = text[..MaxLength] + "…";
        return text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            ? string.Concat(text.Select(static c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))
            : text;
    }
}
