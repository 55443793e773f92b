using System.Text;

namespace Zhar.Web;

/// <summary>URLs as they may stand in a header.</summary>
internal static class UrlText
{
    /// <summary>Escapes what is not ASCII and blanks; everything else is as it was.</summary>
    internal static string Escape(string url)
    {
        if (!url.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return url;
        HeaderText.Check("location", url);
        var text = new StringBuilder(url.Length + 16);
        foreach (var rune in url.EnumerateRunes())
        {
            if (rune.Value is > ' ' and < 0x7f)
                text.Append((char)rune.Value);
            else
                text.Append(Uri.EscapeDataString(rune.ToString()));
        }

        return text.ToString();
    }
}
