using System.Collections.Concurrent;
using System.Diagnostics;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Showcase.Clients;

/// <summary>
/// Users of the showcase: one half in the chat, each saying something every ten seconds, one half at the counter, each counting up every five. All see at once what the others do. Now and
/// then one closes the page and opens it anew, as people do.
/// </summary>
internal sealed class Crowd(int port, int users) : IDisposable
{
    private const int AtOnce = 16;
    private static readonly string[] Rooms = ["general", "otp"];
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = AtOnce }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ShowcasePage?[] _pages = new ShowcasePage?[users];
    private readonly ConcurrentBag<double> _clicks = [];
    private readonly ConcurrentBag<double> _sayings = [];
    private int _requests;
    private int _failed;
    private int _pushedToClosed;
    private string _firstFailure = "";

    internal Task Open() => Parallel.ForEachAsync(Enumerable.Range(0, users), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (user, _) => await Open(user));

    /// <summary>Lets all act for a time.</summary>
    /// <param name="time">How long.</param>
    /// <param name="hogs">Whether one of them keeps a processor of the server busy all the time.</param>
    /// <param name="counts">Whether what happens is counted, or only warms the server up.</param>
    internal async Task<Figures> Act(TimeSpan time, bool hogs, bool counts)
    {
        _clicks.Clear();
        _sayings.Clear();
        (_requests, _failed, _pushedToClosed) = (0, 0, 0);
        var before = Pushed();
        using var over = new CancellationTokenSource(time);
        var all = Enumerable.Range(0, users).Select(user => Live(user, over.Token)).ToList();
        if (hogs)
            all.Add(Hog(over.Token));
        await Task.WhenAll(all);
        if (counts && _firstFailure.Length > 0)
            await Console.Error.WriteLineAsync("# first failure: " + _firstFailure);
        double[] clicks = [.. _clicks.Order()], sayings = [.. _sayings.Order()], both = [.. clicks.Concat(sayings).Order()];
        return new Figures(
            _requests, _failed + _pages.Count(static p => p?.Fault is not null), both.Length, Statistics.Percentile(both, 0.5), Statistics.Percentile(both, 0.99), Statistics.Percentile(clicks, 0.99),
            Statistics.Percentile(sayings, 0.99), both.Length == 0 ? 0 : both[^1], Pushed() - before + _pushedToClosed);
    }

    public void Dispose()
    {
        foreach (var page in _pages)
            page?.Dispose();
        _http.Dispose();
    }

    private int Pushed() => _pages.Sum(static p => p?.Pushed ?? 0);

    private static bool Chats(int user) => user % 2 == 0;

    private async Task Open(int user)
    {
        if (_pages[user] is { } old)
        {
            Interlocked.Add(ref _pushedToClosed, old.Pushed);
            old.Dispose();
        }

        var page = new ShowcasePage(_http, port, Chats(user) ? "/chat/" + Rooms[user / 2 % Rooms.Length] : "/counter");
        _pages[user] = page;
        await Count(async () => await page.Open());
    }

    private async Task Live(int user, CancellationToken over)
    {
        var random = new Random(user); // the same people in each run
        var between = Chats(user) ? 2 * Between : Between;
        try
        {
            await Task.Delay(random.NextDouble() * between, over);
            while (true)
            {
                if (random.Next(20) == 0)
                    await Open(user);
                var page = _pages[user]!; // opened before
                var start = Stopwatch.GetTimestamp();
                if (await Count(() => Chats(user) ? page.Submit("send", "message[body]", $"I am user {user}, and I say {random.Next(1_000_000)}.") : page.Click("increment")))
                    (Chats(user) ? _sayings : _clicks).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(between * (0.5 + random.NextDouble()), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // the time is over
        }
    }

    /// <summary>Presses the button of the showcase that keeps a processor busy for five seconds, again and again.</summary>
    private async Task Hog(CancellationToken over)
    {
        using var page = new ShowcasePage(_http, port, "/counter");
        try
        {
            await Count(page.Open);
            while (true)
            {
                await Count(() => page.Click("keep_busy"));
                await Task.Delay(TimeSpan.FromSeconds(5), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // the time is over
        }
    }

    private async Task<bool> Count(Func<Task> request)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            await request();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (Interlocked.Increment(ref _failed) == 1)
                _firstFailure = e.ToString();
            return false;
        }
    }

    /// <summary>What came out; times in milliseconds.</summary>
    internal sealed record Figures(double Requests, double Failed, double Events, double Median, double WorstPercent, double ClickWorstPercent, double SayingWorstPercent, double Worst, double Deliveries)
    {
        internal static Figures Of(double[] f) => new(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8]);

        internal double[] ToArray() => [Requests, Failed, Events, Median, WorstPercent, ClickWorstPercent, SayingWorstPercent, Worst, Deliveries];
    }
}
