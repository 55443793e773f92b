namespace Zhar.Eng.Conformance;

/// <summary>One case of the catalogue.</summary>
internal sealed record CatalogueCase(string Id, string Title);

/// <summary>Reads the list of cases: a line <c>id TAB title</c> each.</summary>
internal static class Catalogue
{
    public const string OtpFile = "tests/Zhar.Conformance/otp-cases.txt";
    public const string DataFile = "tests/Zhar.Data.Conformance/data-cases.txt";

    public static IReadOnlyList<CatalogueCase> Read(string path)
    {
        if (!File.Exists(path))
            throw new ConformanceException($"The catalogue '{path}' does not exist. Run this from the root of the repository.");

        return Parse(File.ReadLines(path));
    }

    public static IReadOnlyList<CatalogueCase> Parse(IEnumerable<string> lines)
    {
        var cases = new List<CatalogueCase>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0)
                continue;

            if (line.Split('\t') is not [var id, { Length: > 0 } title] || !CaseId.IsValid(id))
                throw new ConformanceException($"Line {number} of the catalogue is '{line}'. Expected an id such as PRC-001, one tab, and a title.");

            if (!seen.Add(id))
                throw new ConformanceException($"Line {number} of the catalogue names {id} a second time.");

            cases.Add(new CatalogueCase(id, title));
        }

        return cases;
    }
}
