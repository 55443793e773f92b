using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Zhar.Web;

/// <summary>The debug page: what happened, where in the source, and with what request. It has no script.</summary>
internal static class DebugPage
{
    private const string Style = """
        :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 14%, transparent); --soft: color-mix(in srgb, currentColor 6%, transparent); --dim: color-mix(in srgb, currentColor 60%, transparent); --hot: #c2410c; --mark: color-mix(in srgb, var(--hot) 16%, transparent); }
        @media (prefers-color-scheme: dark) { :root { --hot: #fb923c; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.55 system-ui, sans-serif; background: Canvas; color: CanvasText; }
        header { padding: 2.25rem clamp(1rem, 4vw, 4rem) 1.75rem; border-bottom: 1px solid var(--line); border-top: 5px solid var(--hot); }
        main { padding: 1.5rem clamp(1rem, 4vw, 4rem) 4rem; max-width: 88rem; }
        h1 { margin: .4rem 0 0; font-size: 1.35rem; font-weight: 600; overflow-wrap: anywhere; }
        h2 { margin: 2.5rem 0 .6rem; font-size: 1.05rem; }
        .at { color: var(--dim); font-size: .95rem; }
        .type { color: var(--hot); font-family: ui-monospace, Menlo, Consolas, monospace; }
        .message { white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0 0; font-size: 1.05rem; }
        .cause { white-space: pre-wrap; color: var(--dim); margin: .5rem 0 0; }
        form { display: inline-block; margin: 1rem .6rem 0 0; }
        button { font: inherit; font-weight: 600; padding: .45rem 1rem; border: 0; border-radius: .4rem; background: var(--hot); color: Canvas; cursor: pointer; }
        details { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 .4rem; }
        details.foreign { border-color: transparent; color: var(--dim); }
        summary { padding: .4rem .8rem; cursor: pointer; overflow-wrap: anywhere; font: .88rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
        summary small { display: block; color: var(--dim); }
        pre { margin: 0; padding: .6rem 0; overflow-x: auto; font: .85rem/1.6 ui-monospace, Menlo, Consolas, monospace; background: var(--soft); }
        pre span { display: block; padding: 0 .8rem; min-width: max-content; }
        pre span::before { content: attr(data-n); display: inline-block; width: 3.5rem; color: var(--dim); }
        pre .hit { background: var(--mark); box-shadow: inset 3px 0 var(--hot); }
        table { border-collapse: collapse; width: 100%; font: .88rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
        td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }
        td:first-child { width: 16rem; color: var(--dim); }
        textarea { width: 100%; height: 16rem; font: .82rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; }
        a { color: inherit; }
        """;

    internal static string Render(DebugReport report)
    {
        var page = new StringBuilder(16_000);
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        Text(page, $"{ShortType(report.Type)} at {report.Request}");
        page.Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        Header(page, report);
        page.Append("<main>\n");
        Routes(page, report);
        Stack(page, report);
        foreach (var (title, rows) in report.Tables)
            Table(page, title, rows);
        page.Append("<h2>To paste</h2>\n<textarea readonly aria-label=\"The error as text\">");
        Text(page, DebugText.Render(report));
        page.Append("</textarea>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Header(StringBuilder page, DebugReport report)
    {
        page.Append("<header>\n<div class=\"at\">").Append(report.Status).Append(" at ");
        Text(page, report.Request);
        page.Append("</div>\n<h1 class=\"type\">");
        Text(page, report.Type);
        page.Append("</h1>\n<p class=\"message\">");
        Text(page, report.Message);
        page.Append("</p>\n");
        foreach (var cause in report.Causes)
        {
            page.Append("<p class=\"cause\">caused by ");
            Text(page, cause);
            page.Append("</p>\n");
        }

        foreach (var (label, token) in report.Actions)
        {
            page.Append("<form method=\"post\" action=\"").Append(DebugActions.ActionPath).Append("\"><input type=\"hidden\" name=\"token\" value=\"");
            Text(page, token);
            page.Append("\"><input type=\"hidden\" name=\"back\" value=\"");
            Text(page, report.Back);
            page.Append("\"><button>");
            Text(page, label);
            page.Append("</button></form>\n");
        }

        page.Append("</header>\n");
    }

    private static void Routes(StringBuilder page, DebugReport report)
    {
        if (report.Routes.Count > 0)
            Table(page, "Routes", [.. report.Routes.Select(static r => ($"{r.Verb} {r.Path}", r.Pipelines.Count == 0 ? r.Action : $"{r.Action}  [{string.Join(", ", r.Pipelines)}]"))]);
    }

    private static void Stack(StringBuilder page, DebugReport report)
    {
        if (report.Frames.Count == 0)
            return;
        page.Append("<h2>Stack</h2>\n");
        var isFirst = true;
        foreach (var frame in report.Frames)
        {
            var isOpen = isFirst && !frame.IsForeign && frame.Source.Count > 0;
            isFirst &= !isOpen;
            page.Append("<details").Append(frame.IsForeign ? " class=\"foreign\"" : "").Append(isOpen ? " open" : "").Append("><summary>");
            Text(page, frame.Method);
            if (frame.File is not null)
            {
                page.Append("<small>");
                Place(page, report, frame);
                page.Append("</small>");
            }

            page.Append("</summary>");
            if (frame.Source.Count > 0)
                Source(page, frame);
            page.Append("</details>\n");
        }
    }

    private static void Place(StringBuilder page, DebugReport report, DebugFrame frame)
    {
        var place = $"{frame.File}:{frame.Line}";
        if (report.Editor is not { } editor)
        {
            Text(page, place);
            return;
        }

        page.Append("<a href=\"");
        Text(page, editor.Replace("__FILE__", Uri.EscapeDataString(frame.File!).Replace("%2F", "/", StringComparison.Ordinal), StringComparison.Ordinal) // only frames with a file come here
            .Replace("__LINE__", frame.Line.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        page.Append("\">");
        Text(page, place);
        page.Append("</a>");
    }

    private static void Source(StringBuilder page, DebugFrame frame)
    {
        page.Append("<pre tabindex=\"0\">");
        foreach (var (number, line) in frame.Source)
        {
            page.Append("<span data-n=\"").Append(number).Append('"').Append(number == frame.Line ? " class=\"hit\"" : "").Append('>');
            Text(page, line.Length == 0 ? " " : line);
            page.Append("</span>");
        }

        page.Append("</pre>");
    }

    private static void Table(StringBuilder page, string title, IReadOnlyList<(string Name, string Value)> rows)
    {
        page.Append("<h2>").Append(title).Append("</h2>\n<table>\n");
        foreach (var (name, value) in rows)
        {
            page.Append("<tr><td>");
            Text(page, name);
            page.Append("</td><td>");
            Text(page, value);
            page.Append("</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string ShortType(string type) => type[(type.LastIndexOf('.') + 1)..];

    private static void Text(StringBuilder page, string text) => page.Append(HtmlEncoder.Default.Encode(text));
}
