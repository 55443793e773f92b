using System.Diagnostics;
using System.Text;
using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>Runs <c>dotnet</c> and the programs of an application.</summary>
internal static class DotNet
{
    private static readonly Version Least = new(10, 0, 100);

    /// <summary>Runs a program whose input and output are the user's.</summary>
    internal static async Task<int> Attach(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder, environment);
        await End(process, cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }

    /// <summary>The same, but what it writes as its errors is kept.</summary>
    internal static async Task<(int Code, string Errors)> AttachOutput(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder, environment, capturesError: true);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await End(process, cancellationToken).ConfigureAwait(false);
        return (process.ExitCode, (await errors.ConfigureAwait(false)).TrimEnd());
    }

    private static async Task End(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Control-C reaches the whole group: the program ends by itself, in its own order.
            await Stop(process).ConfigureAwait(false);
        }
    }

    /// <summary>Runs <c>dotnet</c> and keeps what it says.</summary>
    internal static Task<(int Code, string Output)> Capture(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken) =>
        Capture("dotnet", arguments, folder, new Dictionary<string, string?> { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" }, cancellationToken);

    /// <summary>Runs a program and keeps what it says.</summary>
    internal static async Task<(int Code, string Output)> Capture(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder, environment, capturesOutput: true, capturesError: true);
        var text = new StringBuilder();
        void Add(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (text)
                text.Append(line.Data).Append('\n');
        }

        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Stop(process).ConfigureAwait(false);
            throw;
        }

        lock (text)
            return (process.ExitCode, text.ToString());
    }

    /// <summary>The version of the SDK that works in a folder.</summary>
    /// <exception cref="CliException">There is none, or it is too old.</exception>
    internal static async Task<string> RequireSdk(string folder, CancellationToken cancellationToken)
    {
        var (code, output) = await Capture(["--version"], folder, cancellationToken).ConfigureAwait(false);
        var version = output.Trim();
        if (code != 0)
            throw new CliException($"There is no .NET SDK for this folder: {version}", "install the SDK 10.0.100 or a later 10.0 one: https://dot.net/download");
        if (!Version.TryParse(version.Split('-')[0], out var number) || number < Least)
            throw new CliException($"Zhar needs the .NET SDK {Least} or later, and this is {version}.", "install it: https://dot.net/download");
        return version;
    }

    internal static Process Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment, bool capturesOutput = false, bool capturesError = false)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = capturesOutput, RedirectStandardError = capturesError };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw new CliException($"'{program}' could not be started.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CliException($"'{program}' could not be started: {e.Message}.", program == "dotnet" ? "install the .NET SDK: https://dot.net/download" : null);
        }
    }

    /// <summary>Asks a program to end, and ends it when it does not.</summary>
    internal static async Task Stop(Process process)
    {
        if (process.HasExited)
            return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(35));
        try
        {
            Signal(process);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static void Signal(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
