using Zhar.Eng.Conformance.Mutants;

namespace Zhar.Eng.Conformance;

/// <summary>What one run of the conformance tests left.</summary>
/// <param name="HasResults"><c>false</c> when the run died or was stopped at its limit before it wrote a result file.</param>
internal sealed record CaseRun(bool HasResults, bool TimedOut, IReadOnlyList<ResultRow> Results, string Output);

/// <summary>Something that can be built and whose cases can be run; the tests of the mutants put a fake here.</summary>
internal interface IConformanceProject
{
    Task<ToolResult> Build(CancellationToken cancellationToken);

    /// <summary>Builds again after a change to the body of methods in one file, by its path from the root.</summary>
    Task<ToolResult> Rebuild(string changedFile, CancellationToken cancellationToken);

    /// <summary>Runs the named cases, or all when there are none.</summary>
    Task<CaseRun> Run(IReadOnlyList<string> caseIds, TimeSpan limit, CancellationToken cancellationToken);
}

/// <summary>The conformance tests in <paramref name="name"/> of the source tree at <paramref name="root"/>.</summary>
internal sealed class ConformanceProject(string root, string name = ConformanceProject.Otp) : IConformanceProject
{
    public const string Otp = "Zhar.Conformance";
    public const string Data = "Zhar.Data.Conformance";

    private readonly QuickCompiler _compiler = new(root, OutputOf(root, name));

    public Task<ToolResult> Build(CancellationToken cancellationToken) =>
        Tool.Run("dotnet", ["build", Folder, "-c", "Release", "-v", "q", "--nologo"], root, Timeout.InfiniteTimeSpan, cancellationToken);

    public Task<ToolResult> Rebuild(string changedFile, CancellationToken cancellationToken) => _compiler.Compile(changedFile, cancellationToken);

    public async Task<CaseRun> Run(IReadOnlyList<string> caseIds, TimeSpan limit, CancellationToken cancellationToken)
    {
        var resultsFolder = Path.Combine(root, "artifacts", "conformance");
        var resultFile = Path.Combine(resultsFolder, name + ".trx");
        File.Delete(CreateFolder(resultFile));

        string[] arguments =
        [
            "--results-directory", resultsFolder, "--report-xunit-trx", "--report-xunit-trx-filename", name + ".trx",
            "--no-ansi", "--progress", "off",
            .. caseIds.SelectMany(id => new[] { "--filter-method", $"*.{CaseId.ToMethod(id)}", "--filter-method", $"*.{CaseId.ToMethod(id)}_*" }),
        ];
        var run = await Tool.Run(Executable, arguments, root, limit, cancellationToken);

        return File.Exists(resultFile)
            ? new CaseRun(HasResults: true, run.TimedOut, TestResultFile.Read(resultFile), run.Output)
            : new CaseRun(HasResults: false, run.TimedOut, [], run.Output);
    }

    private string Folder => $"tests/{name}";

    private string Executable => Path.Combine(OutputOf(root, name), OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static string OutputOf(string root, string name) => Path.Combine(root, "tests", name, "bin", "Release", "net10.0");

    private static string CreateFolder(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);   // the path is absolute, it has a folder
        return file;
    }
}
