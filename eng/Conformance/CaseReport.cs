namespace Zhar.Eng.Conformance;

internal enum CaseStatus
{
    Pass,
    Fail,
    Missing,

    /// <summary>The database lacks the feature that the case is about; only cases of the data layer have this.</summary>
    Lacks,
}

/// <summary>What the test results say of one catalogue case.</summary>
/// <param name="Reason">Why the case is missing; empty otherwise.</param>
internal sealed record CaseVerdict(CatalogueCase Case, CaseStatus Status, string Reason = "")
{
    public override string ToString() =>
        $"{Case.Id} {Status.ToString().ToLowerInvariant(),-7}  {Case.Title}{(Reason.Length > 0 ? $" ({Reason})" : "")}";
}

/// <summary>The catalogue set against a run of the tests.</summary>
internal sealed record CaseReport(
    IReadOnlyList<CaseVerdict> Verdicts,
    IReadOnlyList<string> UnknownCases,
    IReadOnlyList<string> OtherFailures)
{
    public int Passed => Verdicts.Count(v => v.Status == CaseStatus.Pass);

    /// <summary>Every case passes, no test claims a case that does not exist, and no test beside the cases fails.</summary>
    public bool IsGreen => Passed == Verdicts.Count && UnknownCases.Count == 0 && OtherFailures.Count == 0;

    public static CaseReport Create(IReadOnlyList<CatalogueCase> catalogue, IReadOnlyList<ResultRow> results)
    {
        var byCase = results.ToLookup(result => CaseId.FromMethod(result.Method));
        var known = catalogue.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        return new CaseReport(
            [.. catalogue.Select(c => Judge(c, [.. byCase[c.Id]]))],
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
    }

    // A case may be several methods and rows: one failure fails it, and each part must have run and checked something.
    internal static CaseVerdict Judge(CatalogueCase @case, IReadOnlyList<ResultRow> results)
    {
        if (results.Count == 0)
            return new CaseVerdict(@case, CaseStatus.Missing, "no test");

        if (results.Any(r => r.Outcome == Outcome.Failed))
            return new CaseVerdict(@case, CaseStatus.Fail);

        if (results.Any(r => r.Outcome == Outcome.Skipped))
            return new CaseVerdict(@case, CaseStatus.Missing, "skipped");

        return results.Any(r => r.Assertions == 0)
            ? new CaseVerdict(@case, CaseStatus.Missing, "no assertion")
            : new CaseVerdict(@case, CaseStatus.Pass);
    }
}
