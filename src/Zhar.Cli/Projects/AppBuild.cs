using System.Text.RegularExpressions;
using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>Builds an application and runs its program.</summary>
internal static partial class AppBuild
{
    /// <summary>The environment of the program, unless the user has chosen one.</summary>
    internal static Dictionary<string, string?> Environment(string name) => new()
    {
        ["DOTNET_ENVIRONMENT"] = System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } chosen ? chosen : name,
    };

    /// <summary>Builds a project.</summary>
    /// <exception cref="CliException">It does not compile: the message has the errors.</exception>
    internal static async Task Build(Terminal terminal, string project, CancellationToken cancellationToken, bool isQuiet = false)
    {
        var folder = Path.GetDirectoryName(project)!; // a project lies in a folder
        await DotNet.RequireSdk(folder, cancellationToken).ConfigureAwait(false);
        using var alone = await BuildLock.Take(terminal, folder, cancellationToken).ConfigureAwait(false);
        Task<(int Code, string Output)> Work() => DotNet.Capture(["build", project, "-v", "q", "--nologo", "-clp:NoSummary"], folder, cancellationToken);
        var (code, output) = isQuiet ? await Work().ConfigureAwait(false) : await terminal.Progress($"Building {Path.GetFileNameWithoutExtension(project)}", Work).ConfigureAwait(false);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Select(l => Shorten(l, folder)).ToList();
        if (code != 0)
            throw new CliException($"It does not build.\n\n{string.Join('\n', lines.Where(static l => l.Contains("error", StringComparison.Ordinal)).DefaultIfEmpty(output.Trim()))}\n");
        foreach (var warning in lines.Where(static l => l.Contains(": warning ", StringComparison.Ordinal)))
            terminal.Warning(warning);
    }

    /// <summary>The program that a build has made.</summary>
    internal static string Program(string project, string configuration = "Debug") =>
        Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration, "net10.0", Path.GetFileNameWithoutExtension(project) + (OperatingSystem.IsWindows() ? ".exe" : "")); // a project lies in a folder

    /// <summary>A message of the compiler with the path as the user knows it, and without the project behind it.</summary>
    private static string Shorten(string line, string folder) => ProjectSuffix().Replace(line.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), "");

    [GeneratedRegex(@" \[[^\]]*proj\]$")]
    private static partial Regex ProjectSuffix();
}
