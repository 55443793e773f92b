using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Web.Clients;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>The load client seen from the harness: what it can be asked.</summary>
internal sealed class PageClient : IDisposable
{
    private readonly ClientProcess _process = ClientProcess.Start();

    internal sealed record Trips(double Median, double WorstPercent, double DiffBytes, double FrameBytes);

    internal sealed record Sayings(double MedianMilliseconds, double MostMilliseconds, double Behind, double Disorder);

    /// <summary>Opens pages: a request for the HTML, then the socket. All of one client are the same page. The seconds that it took.</summary>
    internal async Task<double> Open(ServerProcess server, string path, int pages) =>
        (await _process.Ask(TimeSpan.FromMinutes(3), "open", server.Name, Text(server.Port), path, Text(pages)))[0];

    /// <summary>Clicks on one page after the other, and waits for what has changed each time: microseconds, and the bytes of the last answer.</summary>
    internal async Task<Trips> Events(int times) =>
        await _process.Ask(TimeSpan.FromMinutes(1), "events", Text(times)) is [var median, var worst, var diff, var frame] ? new Trips(median, worst, diff, frame) : throw new UnreachableException();

    /// <summary>Each page has one event in flight, all the time.</summary>
    internal async Task<(double Events, double Seconds)> Rate(TimeSpan time) =>
        await _process.Ask(time + TimeSpan.FromSeconds(30), "rate", Text((int)time.TotalMilliseconds)) is [var events, var seconds] ? (events, seconds) : throw new UnreachableException();

    /// <summary>One page tells all, as often as asked; each time until the last shows it.</summary>
    internal async Task<Sayings> Say(int times) =>
        await _process.Ask(TimeSpan.FromMinutes(3), "say", Text(times)) is [var median, var most, var behind, var disorder] ? new Sayings(median, most, behind, disorder) : throw new UnreachableException();

    public void Dispose() => _process.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
