namespace Zhar.Supervision;

/// <summary>Counts restarts in a sliding window on the node's clock. Source: OTP supervisor, add_restart/1, without its rounding to whole seconds.</summary>
internal sealed class RestartBudget(TimeProvider clock, int maxRestarts, TimeSpan window)
{
    private readonly Queue<long> _restarts = new();
    private readonly long _window = (long)(window.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Counts one more. False: that is more than the window allows.</summary>
    internal bool TryAdd()
    {
        var now = clock.GetTimestamp();
        while (_restarts.TryPeek(out var oldest) && oldest < now - _window)
            _restarts.Dequeue();
        _restarts.Enqueue(now);
        return _restarts.Count <= maxRestarts;
    }
}
