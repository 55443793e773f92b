namespace Zhar.Eng.Conformance;

/// <summary>The deliberate differences from OTP, as the rows of a table in the docs, and the rules that keep them few.</summary>
internal static class Differences
{
    public const string OtpFile = "docs/otp-differences.md";
    public const int Most = 8;

    // Processes and supervisors are what the name OTP promises: there, every case holds as written.
    private static readonly string[] ClosedAreas = ["PRC-", "SUP-"];

    /// <summary>The case ids in the first column.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
    [
        .. lines
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1])
            .Where(CaseId.IsValid)
    ];

    /// <summary>What is wrong with the list; empty when it is in order.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> differences, IReadOnlyList<CatalogueCase> catalogue)
    {
        if (differences.Count > Most)
            yield return $"'{OtpFile}' lists {differences.Count} differences; at most {Most} are allowed.";

        foreach (var id in differences)
        {
            if (catalogue.All(c => c.Id != id))
                yield return $"'{OtpFile}' lists {id}, which is not in the catalogue.";

            if (ClosedAreas.Any(area => id.StartsWith(area, StringComparison.Ordinal)))
                yield return $"'{OtpFile}' lists {id}; processes and supervisors have no deliberate differences.";
        }
    }
}
