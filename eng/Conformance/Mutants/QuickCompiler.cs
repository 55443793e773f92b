using System.Text.Json;

namespace Zhar.Eng.Conformance.Mutants;

/// <summary>Compiles single projects of a tree that has been built, with the compiler alone: seconds where MSBuild takes most of a minute.</summary>
/// <param name="root">The tree.</param>
/// <param name="output">The folder whose programs use the assemblies.</param>
internal sealed class QuickCompiler(string root, string output)
{
    private readonly Dictionary<string, Compilation> _known = [];

    /// <summary>Compiles the project that <paramref name="file"/> belongs to, and puts its assembly into the output folder.</summary>
    public async Task<ToolResult> Compile(string file, CancellationToken cancellationToken)
    {
        var project = ProjectOf(file);
        if (!_known.TryGetValue(project, out var compilation))
        {
            var (asked, result) = await Ask(project, cancellationToken);
            if (asked is null)
                return result;
            _known[project] = compilation = asked;
        }

        // Analyzers are left out, generators are not.
        var folder = Path.GetDirectoryName(project)!;   // the path of a file below the root
        var run = await Tool.Run(
            "dotnet", ["exec", compilation.Compiler, "@" + compilation.ResponseFile, "/skipanalyzers+"], folder, Timeout.InfiniteTimeSpan, cancellationToken);
        if (run.Succeeded)
            File.Copy(Path.Combine(folder, compilation.Assembly), Path.Combine(output, Path.GetFileName(compilation.Assembly)), overwrite: true);
        return run;
    }

    private string ProjectOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj").FirstOrDefault() is { } project)
                return project;
        }

        throw new ConformanceException($"'{file}' belongs to no project: there is no .csproj file in its folder or above.");
    }

    // What MSBuild would run. The input that does not exist makes it answer although the project is up to date.
    private static async Task<(Compilation? Compilation, ToolResult Result)> Ask(string project, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "build", project, "-c", "Release", "--no-restore", "-t:Compile", "-p:BuildProjectReferences=false",
            "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-p:NonExistentFile=none/none",
            "-getItem:CscCommandLineArgs", "-getProperty:RoslynTargetsPath",
        ];
        var result = await Tool.Run("dotnet", arguments, Path.GetDirectoryName(project)!, Timeout.InfiniteTimeSpan, cancellationToken);
        if (!result.Succeeded)
            return (null, result);

        using var answer = JsonDocument.Parse(result.Output);
        var roslyn = answer.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString() ?? "";
        string[] lines =
        [
            .. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(a => a.GetProperty("Identity").GetString() ?? ""),
        ];
        if (lines.FirstOrDefault(l => l.StartsWith("/out:", StringComparison.Ordinal)) is not { } assembly)
            throw new ConformanceException($"{result.Output}\nMSBuild does not say how '{project}' is compiled.");

        var responseFile = Path.Combine(Path.GetDirectoryName(project)!, "obj", "quick.rsp");
        await File.WriteAllLinesAsync(responseFile, lines.Select(Quote), cancellationToken);
        return (new Compilation(Path.Combine(roslyn, "bincore", "csc.dll"), responseFile, assembly["/out:".Length..].Trim('"')), result);
    }

    private static string Quote(string argument) =>
        argument.Contains('"') || !(argument.Contains(' ') || argument.EndsWith(".cs", StringComparison.Ordinal)) ? argument : $"\"{argument}\"";

    private sealed record Compilation(string Compiler, string ResponseFile, string Assembly);
}
