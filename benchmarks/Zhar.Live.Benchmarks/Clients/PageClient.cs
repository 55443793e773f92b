using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>The load client seen from the harness: a process that takes commands.</summary>
internal sealed class PageClient : IDisposable
{
    private readonly System.Diagnostics.Process _process;

    private PageClient(System.Diagnostics.Process process) => _process = process;

    internal static PageClient Start()
    {
        var command = Child.Command("client");
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        return new PageClient(System.Diagnostics.Process.Start(command) ?? throw new InvalidOperationException("The load client did not start."));
    }

    internal sealed record Trips(double Median, double WorstPercent, double DiffBytes, double FrameBytes);

    internal sealed record Sayings(double MedianMilliseconds, double MostMilliseconds, double Behind, double Disorder);

    /// <summary>Opens pages: a request for the HTML, then the socket. All of one client are the same page. The seconds that it took.</summary>
    internal async Task<double> Open(ServerProcess server, string path, int pages) =>
        (await Ask(TimeSpan.FromMinutes(3), "open", server.Name, Text(server.Port), path, Text(pages)))[0];

    /// <summary>Clicks on one page after the other, and waits for what has changed each time: microseconds, and the bytes of the last answer.</summary>
    internal async Task<Trips> Events(int times) =>
        await Ask(TimeSpan.FromMinutes(1), "events", Text(times)) is [var median, var worst, var diff, var frame] ? new Trips(median, worst, diff, frame) : throw new UnreachableException();

    /// <summary>Each page has one event in flight, all the time.</summary>
    internal async Task<(double Events, double Seconds)> Rate(TimeSpan time) =>
        await Ask(time + TimeSpan.FromSeconds(30), "rate", Text((int)time.TotalMilliseconds)) is [var events, var seconds] ? (events, seconds) : throw new UnreachableException();

    /// <summary>One page tells all, as often as asked; each time until the last shows it.</summary>
    internal async Task<Sayings> Say(int times) =>
        await Ask(TimeSpan.FromMinutes(3), "say", Text(times)) is [var median, var most, var behind, var disorder] ? new Sayings(median, most, behind, disorder) : throw new UnreachableException();

    public void Dispose()
    {
        _process.StandardInput.Close(); // its end
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }

    private async Task<double[]> Ask(TimeSpan limit, params IReadOnlyList<string> words)
    {
        await _process.StandardInput.WriteLineAsync(string.Join('\t', words));
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(limit);
        return line?.StartsWith("OK", StringComparison.Ordinal) is true
            ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static w => double.Parse(w, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"The load client failed at '{words[0]}': {line ?? "it ended"}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
