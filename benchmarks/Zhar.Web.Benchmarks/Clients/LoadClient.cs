using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>The load client seen from the harness: what it can be asked.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly ClientProcess _process = ClientProcess.Start();

    internal sealed record Load(double Requests, double PerSecond, double Median, double WorstPercent, double Bytes);

    internal async Task<Load> Requests(ServerProcess server, string path, int connections, TimeSpan time, string cookie) =>
        await _process.Ask(time + TimeSpan.FromSeconds(30), "load", Text(server.Port), path, Text(connections), Text((int)time.TotalMilliseconds), cookie) is [var requests, var perSecond, var median, var worst, var bytes]
            ? new Load(requests, perSecond, median, worst, bytes)
            : throw new UnreachableException();

    internal Task Open(ServerProcess server, int sockets) => _process.Ask(TimeSpan.FromMinutes(3), "open", server.Name, Text(server.Port), Text(sockets));

    internal async Task<(double MedianMilliseconds, double MostMilliseconds, double Behind, double Disorder)> Shout(int times) =>
        await _process.Ask(TimeSpan.FromMinutes(3), "shout", Text(times)) is [var median, var most, var behind, var disorder] ? (median, most, behind, disorder) : throw new UnreachableException();

    internal async Task<(double Median, double WorstPercent)> Echo(int times) =>
        await _process.Ask(TimeSpan.FromMinutes(1), "echo", Text(times)) is [var median, var worst] ? (median, worst) : throw new UnreachableException();

    internal Task Close() => _process.Ask(TimeSpan.FromSeconds(30), "close");

    public void Dispose() => _process.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
