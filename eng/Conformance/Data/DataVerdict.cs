namespace Zhar.Eng.Conformance.Data;

/// <summary>What the test results say of one case on one database.</summary>
/// <param name="Database">Its name, or <c>null</c> for a case that needs none.</param>
internal sealed record DataVerdict(string? Database, CaseVerdict Verdict)
{
    public CatalogueCase Case => Verdict.Case;

    public CaseStatus Status => Verdict.Status;

    public override string ToString() =>
        $"{Case.Id} {Database ?? "-",-10} {Status.ToString().ToLowerInvariant(),-7}  {Case.Title}{(Verdict.Reason.Length > 0 ? $" ({Verdict.Reason})" : "")}";
}
