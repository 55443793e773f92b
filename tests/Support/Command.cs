using System.Diagnostics;

namespace Zhar;

/// <summary>Another program, run to its end.</summary>
internal static class Command
{
    /// <returns>Its exit code, and all that it has written: first its output, then its errors.</returns>
    /// <exception cref="TimeoutException">It has not ended within <paramref name="limit"/>, and was killed with all that it had started.</exception>
    internal static async Task<(int Code, string Output)> Run(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = System.Diagnostics.Process.Start(start)!; // not with the shell: a process, or an exception
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
            throw new TimeoutException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' has not ended within {limit}.");
        }

        return (process.ExitCode, await output + await error);
    }
}
