using System.Diagnostics;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Icons: shapes of lines on a square of 24 by 24, as large as the text around them and of its colour.</summary>
public static partial class CoreComponents
{
    /// <summary>An icon, as large as the text around it. It adds nothing for those who do not see it unless it has a label: give one where no text stands beside it.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="label">What it means, read out in its place. Default: it is decoration.</param>
    /// <param name="rest">More attributes.</param>
    public static Html Icon(IconName name, string? label = null, Attrs? rest = null) => Icon(PathOf(name), label, rest);

    /// <summary>As above, for a shape of your own.</summary>
    /// <param name="path">The attribute <c>d</c> of an SVG path, on a square of 24 by 24: <c>"M12 5v14M5 12h14"</c>.</param>
    /// <param name="label">What it means, read out in its place. Default: it is decoration.</param>
    /// <param name="rest">More attributes.</param>
    public static Html Icon(string path, string? label = null, Attrs? rest = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return $"""
            <svg class="icon" viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="{label is null}" role="{(label is null ? null : "img")}" aria-label="{label}" {rest}><path d="{path}"></path></svg>
            """;
    }

    private static string PathOf(IconName name) => name switch
    {
        IconName.Check => "M4 12.5l5.5 5.5L20 6.5",
        IconName.Close => "M6.5 6.5l11 11M17.5 6.5l-11 11",
        IconName.Plus => "M12 5.5v13M5.5 12h13",
        IconName.Minus => "M5.5 12h13",
        IconName.Edit => "M4.5 19.5v-4L16 4l4 4L8.5 19.5zM13 7l4 4",
        IconName.Trash => "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5",
        IconName.Search => "M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l5 5",
        IconName.Menu => "M4 7h16M4 12h16M4 17h16",
        IconName.ChevronDown => "M5.5 9l6.5 6.5L18.5 9",
        IconName.ChevronUp => "M5.5 15L12 8.5l6.5 6.5",
        IconName.ChevronLeft => "M15 5.5L8.5 12l6.5 6.5",
        IconName.ChevronRight => "M9 5.5l6.5 6.5L9 18.5",
        IconName.ArrowLeft => "M19.5 12h-15M10.5 6l-6 6 6 6",
        IconName.ArrowRight => "M4.5 12h15M13.5 6l6 6-6 6",
        IconName.Info => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.5v.1",
        IconName.Warning => "M12 4l9 16H3zM12 10v4.5M12 17.3v.1",
        IconName.User => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
        IconName.Home => "M3.5 11.5L12 4l8.5 7.5M6 9.5V20h12V9.5",
        IconName.Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7v5l3.5 2.5",
        IconName.Lock => "M6 10.5h12V20H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
        IconName.Mail => "M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5",
        IconName.Download => "M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15",
        IconName.Upload => "M12 15.5v-11M7 9l5-5 5 5M4.5 19.5h15",
        IconName.External => "M13.5 4.5h6v6M19.5 4.5L11 13M17.5 14v5.5h-13v-13H10",
        IconName.Star => "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
        IconName.Heart => "M12 20S3.5 15 3.5 8.8A4.3 4.3 0 0 1 12 7.5a4.3 4.3 0 0 1 8.5 1.3C20.5 15 12 20 12 20z",
        IconName.Copy => "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
        IconName.Refresh => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v4h-4",
        _ => throw new UnreachableException($"There is no icon {name}. Please report this."),
    };
}
