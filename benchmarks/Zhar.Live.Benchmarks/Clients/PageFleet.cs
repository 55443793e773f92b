using System.Diagnostics;
using Zhar.Benchmarks.Web.Servers;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>Many browsers with the same page.</summary>
internal sealed class PageFleet(string server, int port, string path) : IDisposable
{
    private const int AtOnce = 16;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = AtOnce }) { Timeout = TimeSpan.FromSeconds(60) };
    private PageSocket[] _pages = [];
    private TaskCompletionSource? _all;
    private int _missing;
    private int _number;
    private int _turn;

    internal PageSocket First => _pages[0];

    internal int Disorder => _pages.Sum(static p => p.Disorder);

    /// <summary>The pages that do not show the last number.</summary>
    internal int Behind => _pages.Count(p => p.Shown != _number);

    internal async Task<TimeSpan> Open(int count)
    {
        var pages = Enumerable.Range(0, count).Select(_ => Make()).ToArray();
        _pages = [.. _pages, .. pages];
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(pages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, static async (page, _) => await page.Open());
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Clicks on one page after the other: the times until the change has come, in microseconds, sorted.</summary>
    internal async Task<double[]> Events(int times)
    {
        var taken = new double[times];
        for (var i = 0; i < times; i++)
        {
            var page = _pages[_turn++ % _pages.Length];
            var start = Stopwatch.GetTimestamp();
            await page.Click();
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(taken);
        return taken;
    }

    internal async Task<(int Events, TimeSpan Time)> Rate(TimeSpan time)
    {
        var events = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(_pages.Select(async page =>
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await page.Click();
                Interlocked.Increment(ref events);
            }
        }));
        return (events, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Says a number on one page, and waits until the last page shows it.</summary>
    internal async Task<TimeSpan> Say()
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, _pages.Length);
        var start = Stopwatch.GetTimestamp();
        await ((ZharPage)_pages[_number % _pages.Length]).Say(++_number);
        try
        {
            await _all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Broadcast {_number} is not on {Volatile.Read(ref _missing)} of {_pages.Length} pages after a minute. First fault: {_pages.Select(static p => p.Fault).FirstOrDefault(static f => f is not null)?.Message ?? "none"}");
        }

        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (var page in _pages)
            page.Dispose();
        _http.Dispose();
    }

    private PageSocket Make() => server switch
    {
        ServerPrograms.Zhar => new ZharPage(_http, port, path) { OnShown = Shown },
        ServerPrograms.Blazor => new BlazorPage(_http, port, path),
        _ => new BarePage(_http, port, path),
    };

    private void Shown()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            _all?.TrySetResult();
    }
}
