using System.Text.RegularExpressions;

namespace Zhar.Eng.Conformance.Data;

/// <summary>The catalogue of the data layer set against a run of the tests.</summary>
/// <remarks>
/// A title ends with the kind of its case: <c>[P]</c> is pure, <c>[D]</c> must be shown on every database, in a row with the argument
/// <c>database</c>. A row that was skipped because its database lacks a feature says so: "SQLite lacks exclusion constraints".
/// </remarks>
internal sealed partial record DataReport(IReadOnlyList<DataVerdict> Verdicts, IReadOnlyList<string> UnknownCases, IReadOnlyList<string> OtherFailures)
{
    /// <summary>The databases, by the names that the tests' rows bear.</summary>
    public static IReadOnlyList<string> Databases { get; } = ["SQLite", "PostgreSQL", "MariaDB"];

    public int Cases => Verdicts.Select(v => v.Case).Distinct().Count();

    /// <summary>The cases that pass wherever they apply, and apply somewhere.</summary>
    public int Passed => Verdicts.GroupBy(v => v.Case).Count(rows =>
        rows.Any(v => v.Status == CaseStatus.Pass) && rows.All(v => v.Status is CaseStatus.Pass or CaseStatus.Lacks));

    public bool Failed => Verdicts.Any(v => v.Status == CaseStatus.Fail) || OtherFailures.Count > 0;

    public bool IsGreen => Passed == Cases && UnknownCases.Count == 0 && OtherFailures.Count == 0;

    public static DataReport Create(IReadOnlyList<CatalogueCase> catalogue, IReadOnlyList<ResultRow> results)
    {
        var byCase = results.ToLookup(result => CaseId.FromMethod(result.Method));
        var known = catalogue.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        return new DataReport(
            [.. catalogue.SelectMany(c => Judge(c, [.. byCase[c.Id]]))],
            [.. byCase.Select(group => group.Key).OfType<string>().Where(id => !known.Contains(id)).Order(StringComparer.Ordinal)],
            [.. byCase[null].Where(result => result.Outcome == Outcome.Failed).Select(result => result.DisplayName)]);
    }

    public void WriteTo(TextWriter writer)
    {
        foreach (var verdict in Verdicts)
            writer.WriteLine(verdict);

        foreach (var id in UnknownCases)
            writer.WriteLine($"A test is named after {id}, which is not in the catalogue.");

        foreach (var name in OtherFailures)
            writer.WriteLine($"Failed beside the cases: {name}");

        foreach (var database in Databases)
        {
            var rows = Verdicts.Where(v => v.Database == database).ToList();
            var lacking = rows.Count(v => v.Status == CaseStatus.Lacks);
            writer.WriteLine($"{database}: {rows.Count(v => v.Status == CaseStatus.Pass)} of {rows.Count - lacking} cases pass"
                + (lacking > 0 ? $", {lacking} are about features that it lacks" : ""));
        }

        var pure = Verdicts.Where(v => v.Database is null).ToList();
        writer.WriteLine($"No database: {pure.Count(v => v.Status == CaseStatus.Pass)} of {pure.Count} cases pass");
        writer.WriteLine($"{Passed} of {Cases} cases pass");
    }

    private static IEnumerable<DataVerdict> Judge(CatalogueCase @case, IReadOnlyList<ResultRow> results)
    {
        var byDatabase = results.ToLookup(DatabaseOf);

        // Rows without a database are a case of their own line; a case of the databases need not have any.
        if (byDatabase[null].Any() || !@case.Title.EndsWith("[D]", StringComparison.Ordinal))
            yield return new DataVerdict(null, CaseReport.Judge(@case, [.. byDatabase[null]]));

        if (@case.Title.EndsWith("[D]", StringComparison.Ordinal))
        {
            foreach (var database in Databases)
                yield return new DataVerdict(database, JudgeOn(@case, [.. byDatabase[database]]));
        }
    }

    // One row may show what the database has, and another be skipped for what it lacks; all skipped means that it lacks the whole.
    private static CaseVerdict JudgeOn(CatalogueCase @case, IReadOnlyList<ResultRow> results)
    {
        var lacking = results.Where(r => r.Outcome == Outcome.Skipped && LackOf(r) is not null).ToList();
        var others = results.Except(lacking).ToList();
        return lacking.Count > 0 && others.Count == 0
            ? new CaseVerdict(@case, CaseStatus.Lacks, LackOf(lacking[0])!)
            : CaseReport.Judge(@case, others);
    }

    private static string? DatabaseOf(ResultRow row) =>
        DatabaseArgument.Match(row.DisplayName) is { Success: true } match ? match.Groups[1].Value : null;

    private static string? LackOf(ResultRow row) =>
        Lack.Match(row.Text) is { Success: true } match ? match.Value.Trim() : null;

    [GeneratedRegex("[(, ]database: ([A-Za-z]+)")]
    private static partial Regex DatabaseArgument { get; }

    [GeneratedRegex("[A-Za-z]+ lacks .+")]
    private static partial Regex Lack { get; }
}
