using System.Globalization;
using Zhar.Benchmarks.Children;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>A load client in an OS process of its own, seen from the harness: it takes commands on its input, one a line, and answers each with one line of figures.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly System.Diagnostics.Process _process;

    private ClientProcess(System.Diagnostics.Process process) => _process = process;

    internal static ClientProcess Start()
    {
        var command = Child.Command("client");
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        return new ClientProcess(System.Diagnostics.Process.Start(command) ?? throw new InvalidOperationException("The load client did not start."));
    }

    /// <summary>In that process: runs commands until the harness ends its input.</summary>
    /// <param name="run">Runs one command, given its words, and gives the figures.</param>
    internal static async Task Serve(Func<string[], Task<double[]>> run)
    {
        while (Console.ReadLine() is { } line)
        {
            try
            {
                var figures = await run(line.Split('\t'));
                Console.WriteLine("OK " + string.Join(' ', figures.Select(static f => f.ToString("R", CultureInfo.InvariantCulture))));
            }
            catch (Exception e)
            {
                Console.WriteLine("ERROR " + e.Message.ReplaceLineEndings(" "));
            }
        }
    }

    internal async Task<double[]> Ask(TimeSpan limit, params IReadOnlyList<string> words)
    {
        await _process.StandardInput.WriteLineAsync(string.Join('\t', words));
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(limit);
        return line?.StartsWith("OK", StringComparison.Ordinal) is true
            ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static w => double.Parse(w, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"The load client failed at '{words[0]}': {line ?? "it ended"}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close(); // its end
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }
}
