using System.Globalization;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>Measurements as tables.</summary>
internal static class MeasureParts
{
    private const int MaxGroups = 20;

    /// <summary>What was measured, by its tags.</summary>
    internal static Html Groups(SeriesSnapshot series)
    {
        var isTimes = series.Kind == SeriesKind.Times;
        return $"""
            <div class="table-scroll"><table class="zd-cards">
              <caption>{series.Description} Since the dashboard has listened{When(series.Groups.Length > MaxGroups, () => $"; the {MaxGroups} most frequent of {series.Groups.Length}")}.</caption>
              <thead><tr><th scope="col">Tags</th><th scope="col" class="zd-num">Count</th>{When(isTimes, () => $"<th scope=\"col\" class=\"zd-num\">Mean</th><th scope=\"col\" class=\"zd-num\">Highest</th><th scope=\"col\" class=\"zd-num\">Sum</th>")}</tr></thead>
              <tbody>{Each(series.Groups.Take(MaxGroups), g => g.Key, g => $"""
                <tr><td data-label="Tags">{(g.Key.Length == 0 ? "(none)" : g.Key)}</td><td data-label="Count" class="zd-num">{Count(series, g)}</td>{When(isTimes, () => $"""
                  <td data-label="Mean" class="zd-num">{Format.Measured(g.Mean, series.Unit)}</td><td data-label="Highest" class="zd-num">{Format.Measured(g.High, series.Unit)}</td><td data-label="Sum" class="zd-num">{Format.Measured(g.Sum, series.Unit)}</td>
                  """)}</tr>
                """)}</tbody>
            </table></div>
            """;
    }

    private static string Count(SeriesSnapshot series, GroupSnapshot group) =>
        series.Kind == SeriesKind.Times ? group.Count.ToString("#,0", CultureInfo.InvariantCulture) : Format.Number(group.Sum);
}
