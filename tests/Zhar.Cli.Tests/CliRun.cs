using Zhar.Cli.Commands;
using Zhar.Cli.Output;

namespace Zhar.Cli.Tests;

/// <summary>One command line, and what it said.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    internal static async Task<CliRun> Of(string folder, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Commands.Cli.Run(args, Terminal.Plain(output, error), folder);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The command as a program of its own.</summary>
    internal static string ProgramFile => Path.ChangeExtension(typeof(Commands.Cli).Assembly.Location, null);

    /// <summary>One command line in a program of its own, whose environment differs.</summary>
    internal static Task<(int Code, string Error)> Program(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) => Start(folder, environment, ProgramFile, arguments);

    /// <summary>The same as a user who owns nothing.</summary>
    internal static Task<(int Code, string Error)> ProgramAsNobody(string folder, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["HOME"] = "/tmp", ["DOTNET_CLI_HOME"] = "/tmp" };
        return Environment.IsPrivilegedProcess
            ? Start(folder, environment, "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", ProgramFile, .. arguments])
            : Start(folder, environment, ProgramFile, arguments);
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<(int Code, string Error)> Start(string folder, IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'))!.Split("/shared/")[0]; // it lies in a folder
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!; // not with the shell: a process, or an exception
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        await output;
        return (process.ExitCode, await error);
    }

    /// <summary>Makes an application in a folder, without building it.</summary>
    internal static async Task<string> New(TempFolder folder, params string[] options)
    {
        var run = await Of(folder.Path, ["new", "my_app", .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return folder["my_app"];
    }
}
