namespace Zhar.Eng.Conformance.Data;

/// <summary>Runs every case of the data layer and prints one line for each database, a count per database, then the count.</summary>
internal static class DataCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static async Task<int> Run(string root, TextWriter output, CancellationToken cancellationToken)
    {
        var catalogue = Catalogue.Read(Path.Combine(root, Catalogue.DataFile));

        var project = new ConformanceProject(root, ConformanceProject.Data);
        if (await project.Build(cancellationToken) is { Succeeded: false } build)
            throw new ConformanceException($"{build.Output}\nThe conformance tests do not build.");

        var run = await project.Run([], Limit, cancellationToken);
        if (!run.HasResults)
            throw new ConformanceException($"{run.Output}\nThe conformance tests ended without a result file.");

        var report = DataReport.Create(catalogue, run.Results);
        if (report.Failed)
            output.WriteLine(run.Output);

        report.WriteTo(output);
        return report.IsGreen ? 0 : 1;
    }
}
