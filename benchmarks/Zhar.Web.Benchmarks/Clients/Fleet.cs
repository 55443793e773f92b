using System.Diagnostics;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>Many sockets, all in one room.</summary>
internal sealed class Fleet(Dialect dialect, int port) : IDisposable
{
    private const int AtOnce = 32;

    private FleetSocket[] _sockets = [];
    private TaskCompletionSource? _all;
    private int _missing;
    private int _number;
    private int _echo = 1;

    internal int Count => _sockets.Length;

    internal int Disorder => _sockets.Sum(static s => s.Disorder);

    /// <summary>The sockets that have not got every broadcast so far.</summary>
    internal int Behind => _sockets.Count(s => s.Last != _number);

    internal async Task Open(int count)
    {
        var sockets = Enumerable.Range(0, count).Select(_ => new FleetSocket(dialect) { OnBroadcast = Received }).ToArray();
        _sockets = [.. _sockets, .. sockets];
        await Parallel.ForEachAsync(sockets, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (socket, _) => await socket.Open(port));
    }

    /// <summary>Says something to all, and waits until the last has it.</summary>
    internal async Task<TimeSpan> Shout()
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, _sockets.Length);
        var start = Stopwatch.GetTimestamp();
        await _sockets[_number % _sockets.Length].Send(dialect.Shout(++_number));
        try
        {
            await _all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Broadcast {_number} did not reach {Volatile.Read(ref _missing)} of {_sockets.Length} sockets within a minute. First fault: {_sockets.Select(static s => s.Fault).FirstOrDefault(static f => f is not null)?.Message ?? "none"}");
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Asks one socket after the other for an echo: the times of the round trips in microseconds.</summary>
    internal async Task<double[]> Echo(int times)
    {
        var taken = new double[times];
        for (var i = 0; i < times; i++)
        {
            var message = dialect.Echo(++_echo);
            var start = Stopwatch.GetTimestamp();
            await _sockets[i % _sockets.Length].Ask(message);
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(taken);
        return taken;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private void Received()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            _all?.TrySetResult();
    }
}
