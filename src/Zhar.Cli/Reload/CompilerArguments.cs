using System.Text.Json;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Reload;

/// <summary>How a build calls the compiler for a project: asked of MSBuild once, so that an edit needs no MSBuild any more.</summary>
/// <param name="Folder">The project's folder, which paths are relative to.</param>
/// <param name="Arguments">The command line of the compiler: sources, references, generators, options.</param>
/// <param name="Compiler">The folder of the SDK's own compiler, or <c>null</c> when it is not where it should be.</param>
internal sealed record CompilerArguments(string Folder, string[] Arguments, string? Compiler)
{
    // What editors do when they load a project: everything up to the compiler, which then only notes how it was called. The file that does not exist makes its step run
    // although everything is up to date.
    private const string Properties = "-p:DesignTimeBuild=true;BuildingProject=false;BuildProjectReferences=false;SkipCompilerExecution=true;ProvideCommandLineArgs=true;NonExistentFile=__none__/__none__";

    /// <summary>Asks MSBuild.</summary>
    /// <returns><c>null</c> when it does not say: the project builds in a way of its own.</returns>
    internal static async Task<CompilerArguments?> Ask(string project, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(project)!; // a project lies in a folder
        var (code, output) = await DotNet.Capture(
            ["msbuild", project, "-nologo", "-t:Compile", Properties, "-getItem:CscCommandLineArgs", "-getProperty:RoslynTargetsPath"], folder, cancellationToken).ConfigureAwait(false);
        return code == 0 ? Read(folder, output) : null;
    }

    internal static CompilerArguments? Read(string folder, string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output[Math.Max(0, output.IndexOf('{', StringComparison.Ordinal))..]);
            var arguments = json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(static a => a.GetProperty("Identity").GetString()!).ToArray(); // MSBuild's items have one
            var roslyn = Path.Combine(json.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString() ?? "", "bincore");
            return arguments.Length == 0 ? null : new CompilerArguments(folder, arguments, File.Exists(Path.Combine(roslyn, "Microsoft.CodeAnalysis.CSharp.dll")) ? roslyn : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
