using System.Text;

namespace Zhar.Web;

/// <summary>Shows parameters in logs without what must not stand there.</summary>
/// <param name="words">Values whose key has one of these in it are hidden.</param>
internal sealed class ParamsFilter(IReadOnlyList<string> words)
{
    private const int MaxLength = 1000;

    /// <summary>With the words that count where no endpoint says otherwise.</summary>
    internal static ParamsFilter Default { get; } = new(Secrets.DefaultWords);

    internal string Show(Params p)
    {
        var text = new StringBuilder("{");
        Append(text, p);
        text.Append('}');
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + "…";
    }

    internal string Show(ReadOnlyMemory<byte> payload, bool isBinary)
    {
        if (isBinary)
            return $"{payload.Length} bytes";
        try
        {
            return Show(Params.FromJson(payload.Span));
        }
        catch (ParamsException)
        {
            return $"{payload.Length} bytes of JSON";
        }
    }

    private void Append(StringBuilder text, Params p)
    {
        foreach (var (key, value) in p)
        {
            if (text.Length > MaxLength)
                return;
            if (text[^1] != '{')
                text.Append(", ");
            text.Append('"').Append(Clean(key)).Append("\": ");
            if (Secrets.IsSecret(key, words))
            {
                text.Append("\"[FILTERED]\"");
            }
            else if (value is Params nested)
            {
                text.Append('{');
                Append(text, nested);
                text.Append('}');
            }
            else
            {
                text.Append('"').Append(Clean(value is System.Collections.ICollection items ? $"[{items.Count} items]" : Params.Text(value))).Append('"');
            }
        }
    }

    /// <summary>Without line breaks and other control characters: nobody writes lines of a log from outside.</summary>
    private static string Clean(string text)
    {
        if (text.Length > MaxLength)
            text = text[..MaxLength];
        return text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && !text.Contains('"', StringComparison.Ordinal)
            ? text
            : string.Concat(text.Select(static c => c == '"' ? "\\\"" : char.IsControl(c) ? "\\u" + ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture) : c.ToString()));
    }
}
