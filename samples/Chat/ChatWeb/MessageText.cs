using System.Text.RegularExpressions;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Shows what somebody has written: as text, with addresses of the web as links.</summary>
internal static partial class MessageText
{
    internal static Html Show(string body)
    {
        var parts = new List<Html>();
        var end = 0;
        foreach (var match in Address().EnumerateMatches(body))
        {
            var address = body.AsSpan(match.Index, match.Length).TrimEnd(".,;:!?)'\"").ToString();
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
                continue;
            parts.Add(Html.Text(body[end..match.Index]));
            parts.Add($"""<a href="{uri.AbsoluteUri}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>""");
            end = match.Index + address.Length;
        }

        parts.Add(Html.Text(body[end..]));
        return $"{Each(parts, static part => part)}";
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>]{1,500}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
