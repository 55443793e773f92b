using System.Diagnostics;
using Xunit;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Eng.Tests;

/// <summary>This repository, and the programs that work on it.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The libraries: what users reference.</summary>
    internal static IEnumerable<string> Libraries => Directory.EnumerateFiles(PathOf("src"), "*.csproj", SearchOption.AllDirectories)
        .Where(static p => !File.ReadAllText(p).Contains("<IsPackable>false", StringComparison.Ordinal))
        .Select(static p => Path.GetFileNameWithoutExtension(p))
        .Where(static n => n is not ("Zhar.Cli" or "Zhar.Templates"));

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<(int Code, string Output)> Run(string folder, TimeSpan limit, IReadOnlyDictionary<string, string?> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = SystemProcess.Start(start)!; // not with the shell: a process, or an exception
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{program} {string.Join(' ', arguments)}' has not ended within {limit}.");
        }

        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Zhar.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
