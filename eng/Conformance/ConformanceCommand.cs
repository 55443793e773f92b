namespace Zhar.Eng.Conformance;

/// <summary>Runs every case and prints one line each, then the count.</summary>
internal static class ConformanceCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static async Task<int> Run(string root, TextWriter output, CancellationToken cancellationToken)
    {
        var catalogue = Catalogue.Read(Path.Combine(root, Catalogue.OtpFile));
        var differences = Differences.Parse(File.ReadLines(Path.Combine(root, Differences.OtpFile)));

        var project = new ConformanceProject(root);
        if (await project.Build(cancellationToken) is { Succeeded: false } build)
            throw new ConformanceException($"{build.Output}\nThe conformance tests do not build.");

        var run = await project.Run([], Limit, cancellationToken);
        if (!run.HasResults)
            throw new ConformanceException($"{run.Output}\nThe conformance tests ended without a result file.");

        var report = CaseReport.Create(catalogue, run.Results);
        if (!report.IsGreen)
            output.WriteLine(run.Output);

        report.WriteTo(output);
        var problems = Differences.Problems(differences, catalogue).ToList();
        problems.ForEach(output.WriteLine);
        output.WriteLine($"{differences.Count} deliberate differences{(differences.Count > 0 ? $" ({string.Join(", ", differences)})" : "")}, see {Differences.OtpFile}");
        output.WriteLine($"{report.Passed} of {report.Verdicts.Count} cases pass");
        return report.IsGreen && problems.Count == 0 ? 0 : 1;
    }
}
