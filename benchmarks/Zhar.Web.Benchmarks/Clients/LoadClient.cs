using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>The load client seen from the harness: a process that takes commands.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly System.Diagnostics.Process _process;

    private LoadClient(System.Diagnostics.Process process) => _process = process;

    internal static LoadClient Start()
    {
        var command = Child.Command("client");
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        return new LoadClient(System.Diagnostics.Process.Start(command) ?? throw new InvalidOperationException("The load client did not start."));
    }

    internal sealed record Load(double Requests, double PerSecond, double Median, double WorstPercent, double Bytes);

    internal async Task<Load> Requests(ServerProcess server, string path, int connections, TimeSpan time, string cookie) =>
        await Ask(time + TimeSpan.FromSeconds(30), "load", Text(server.Port), path, Text(connections), Text((int)time.TotalMilliseconds), cookie) is [var requests, var perSecond, var median, var worst, var bytes]
            ? new Load(requests, perSecond, median, worst, bytes)
            : throw new UnreachableException();

    internal Task Open(ServerProcess server, int sockets) => Ask(TimeSpan.FromMinutes(3), "open", server.Name, Text(server.Port), Text(sockets));

    internal async Task<(double MedianMilliseconds, double MostMilliseconds, double Behind, double Disorder)> Shout(int times) =>
        await Ask(TimeSpan.FromMinutes(3), "shout", Text(times)) is [var median, var most, var behind, var disorder] ? (median, most, behind, disorder) : throw new UnreachableException();

    internal async Task<(double Median, double WorstPercent)> Echo(int times) =>
        await Ask(TimeSpan.FromMinutes(1), "echo", Text(times)) is [var median, var worst] ? (median, worst) : throw new UnreachableException();

    internal Task Close() => Ask(TimeSpan.FromSeconds(30), "close");

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
