using System.Diagnostics;

namespace Zhar.Eng.Conformance;

/// <summary>How an external command ended and what it printed.</summary>
internal sealed record ToolResult(int ExitCode, bool TimedOut, string Output)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}

/// <summary>Runs external commands.</summary>
internal static class Tool
{
    /// <summary>Runs a command to its end and returns its output, both streams in one text.</summary>
    /// <param name="limit">Past this time the command and its children are killed.</param>
    public static async Task<ToolResult> Run(
        string file, IReadOnlyList<string> arguments, string folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A build node that outlives its build would keep our end of the pipe open, and reading would never end.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" },
        };

        var output = new List<string>();
        void Keep(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is null)
                return;

            lock (output)
                output.Add(e.Data);
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        var timedOut = false;
        try
        {
            await process.WaitForExitAsync(limited.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            timedOut = true;
            await process.WaitForExitAsync(cancellationToken);
        }

        lock (output)
            return new ToolResult(process.ExitCode, timedOut, string.Join('\n', output));
    }
}
