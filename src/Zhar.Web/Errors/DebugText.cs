using System.Text;

namespace Zhar.Web;

/// <summary>The debug page as plain text, for terminals and for pasting.</summary>
internal static class DebugText
{
    internal static string Render(DebugReport report)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(report.Type).Append(" at ").Append(report.Request).Append("\n\n");
        text.Append("status ").Append(report.Status).Append(", request ").Append(report.RequestId).Append("\n\n");
        text.Append(report.Message).Append('\n');
        foreach (var cause in report.Causes)
            text.Append("\ncaused by ").Append(cause).Append('\n');
        if (report.Routes.Count > 0)
            text.Append("\n## Routes\n\n").Append(RouteInfo.Format(report.Routes));
        if (report.Frames.Count > 0)
            text.Append("\n## Stack\n\n");
        var isFirst = true;
        foreach (var frame in report.Frames)
        {
            text.Append("    ").Append(frame).Append('\n');
            if (!isFirst || frame.IsForeign || frame.Source.Count == 0)
                continue;
            isFirst = false;
            foreach (var (number, line) in frame.Source)
                text.Append(number == frame.Line ? "      > " : "        ").Append(number).Append("  ").Append(line).Append('\n');
        }

        foreach (var (title, rows) in report.Tables)
        {
            text.Append("\n## ").Append(title).Append("\n\n");
            foreach (var (name, value) in rows)
                text.Append("    ").Append(name).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }
}
