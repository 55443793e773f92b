using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks;

/// <summary>A chapter in an OS process of its own: this program again, whose rows come as lines of JSON.</summary>
internal static class ChapterProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    internal static async Task Run(Suite suite, IChapter chapter, Session session)
    {
        var parts = session.Options.Rows.Where(r => r.StartsWith(chapter.Name + ":", StringComparison.OrdinalIgnoreCase)).ToList();
        var command = Child.Again([suite.Name, "--json", .. session.Options.Quick ? ["--quick"] : Array.Empty<string>(), "--rows", parts is [] ? chapter.Name : string.Join(',', parts)]);
        command.RedirectStandardOutput = command.RedirectStandardError = true;
        using var process = System.Diagnostics.Process.Start(command)!; // not with the shell: a process, or an exception
        using var patience = new CancellationTokenSource(Limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith('{'))
                    session.Add(Row.Parse(line));
            }

            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"it ended with exit code {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"it did not end within {Limit.TotalMinutes:0} minutes");
        }
    }
}
