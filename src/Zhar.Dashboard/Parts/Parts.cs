using System.Globalization;
using System.Text;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The pieces that the pages are made of.</summary>
internal static class Parts
{
    /// <summary>A part of a page under a heading.</summary>
    internal static Html Panel(string title, Html content, Html aside = default, string? id = null) => $"""
        <section class="zd-panel" id="{id}"><div class="zd-panel-head"><h2>{title}</h2>{aside}</div>{content}</section>
        """;

    /// <summary>A figure with its name.</summary>
    internal static Html Stat(string name, string value, Html below = default, string? kind = null) => $"""
        <div class="{Class("zd-stat", kind)}"><dt>{name}</dt><dd>{value}</dd>{When(below, b => $"<dd class=\"zd-below\">{b}</dd>")}</div>
        """;

    internal static Html Stats(params ReadOnlySpan<Html> stats) => $"""<dl class="zd-stats">{Html.Concat(stats)}</dl>""";

    /// <summary>A word in a colour that never says anything alone.</summary>
    internal static Html Badge(string text, string kind = "") => $"""<span class="{Class("zd-badge", kind)}">{text}</span>""";

    /// <summary>What is there when nothing is.</summary>
    internal static Html Nothing(string text) => $"""<p class="zd-nothing">{text}</p>""";

    internal static Html StatusBadge(string status) => Badge(status, status switch
    {
        "running" => "good",
        "suspended" => "busy",
        "terminating" or "dead" or "ended" or "restarting" => "bad",
        _ => "",
    });

    internal static Html ProcessLink(DashboardContext context, Pid pid, string? name = null) => If(
        pid.IsNone,
        () => $"""<span class="zd-muted">–</span>""",
        () => NavigateLink(Html.Text(name ?? ShortPid(pid)), context.ToProcess(pid.Number), rest: Attrs.Of(("class", "zd-pid"), ("title", pid.ToString()))));

    internal static string ShortPid(Pid pid) => string.Create(CultureInfo.InvariantCulture, $"#{pid.Number}");

    /// <summary>A field to search with. It searches while one types.</summary>
    internal static Html SearchForm(EventRef search, string? value, string label) => $"""
        <form class="zd-search" role="search" phx-change="{search}" phx-submit="{search}">
          <input type="search" name="search" value="{value}" placeholder="{label}" aria-label="{label}" phx-debounce="200" autocomplete="off" maxlength="100">
        </form>
        """;

    /// <summary>A share as a bar with its text.</summary>
    internal static Html Bar(string name, double share, string text)
    {
        var width = Math.Clamp(share, 0, 1) * 100;
        return $"""
            <div class="zd-bar"><span>{name}</span><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="zd-bar-back" width="100" height="6" rx="3"/><rect class="{(share > 0.85 ? "zd-bar-high" : "zd-bar-fill")}" width="{width.ToString("0.#", CultureInfo.InvariantCulture)}" height="6" rx="3"/></svg><strong>{text}</strong></div>
            """;
    }

    /// <summary>A small curve beside a figure.</summary>
    internal static Html Spark(SeriesSnapshot? series) => When(series is { Values.Length: > 1 } ? series : null, SparkOf);

    private static Html SparkOf(SeriesSnapshot series) => $"""<svg class="zd-spark" viewBox="0 0 120 24" preserveAspectRatio="none" aria-hidden="true"><polyline points="{Curve(series.Values, 120, 24, Top(series), 60)}"/></svg>""";

    /// <summary>A chart with its newest figure, its scale, and a text for those who do not see it.</summary>
    internal static Html Chart(SeriesSnapshot series)
    {
        var top = Top(series);
        var unit = series.Unit;
        var last = Format.Measured(series.Last, unit);
        var what = series.Kind switch
        {
            SeriesKind.Count or SeriesKind.Total => " per second",
            SeriesKind.Times => " on average",
            _ => "",
        };
        var label = $"{series.Name}: {last}{what} now, at most {Format.Measured(top, unit)} in the last {Math.Max(1, series.Values.Length)} seconds";
        return $"""
            <figure class="zd-chart">
              <figcaption><strong>{series.Name}</strong><span class="zd-now">{last}{what}</span></figcaption>
              <div class="zd-plot"><span class="zd-top-value">{Format.Measured(top, unit)}</span>
              <svg viewBox="0 0 300 80" preserveAspectRatio="none" role="img" aria-label="{label}">
                <path class="zd-grid" d="M0 .5H300M0 40H300M0 79.5H300"/>
                {When(series.Highs.Length > 1, () => $"<polyline class=\"zd-high\" points=\"{Curve(series.Highs, 300, 80, top, 100)}\"/>")}
                {When(series.Values.Length > 1, () => $"<polygon class=\"zd-area\" points=\"0,80 {Curve(series.Values, 300, 80, top, 100)} 300,80\"/><polyline class=\"zd-line\" points=\"{Curve(series.Values, 300, 80, top, 100)}\"/>")}
              </svg></div>
              {When(series.Description.Length > 0, () => $"<p>{series.Description}{(series.Highs.Length > 0 ? " The thin line: the highest of each second." : "")}</p>")}
            </figure>
            """;
    }

    private static double Top(SeriesSnapshot series)
    {
        var top = 0d;
        foreach (var value in series.Values)
            top = Math.Max(top, value);
        foreach (var value in series.Highs)
            top = Math.Max(top, value);
        return top;
    }

    /// <summary>The points of a curve that ends at the right edge: of a full history it fills the width.</summary>
    /// <param name="values">The points, oldest first.</param>
    /// <param name="width">The width of the drawing.</param>
    /// <param name="height">Its height.</param>
    /// <param name="top">The value at its top.</param>
    /// <param name="most">The most points: of more, the highest of each group is drawn.</param>
    internal static string Curve(IReadOnlyList<double> values, double width, double height, double top, int most)
    {
        var text = new StringBuilder();
        var size = Math.Max(1, (values.Count + most - 1) / most);
        var count = (values.Count + size - 1) / size;
        for (var i = 0; i < count; i++)
        {
            var value = 0d;
            for (var j = i * size; j < Math.Min(values.Count, (i + 1) * size); j++)
                value = Math.Max(value, values[j]);
            var x = count == 1 ? width : width * i / (count - 1);
            var y = top <= 0 ? height - 1 : height - 1 - ((height - 2) * Math.Clamp(value / top, 0, 1));
            if (i > 0)
                text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
        }

        return text.ToString();
    }
}
