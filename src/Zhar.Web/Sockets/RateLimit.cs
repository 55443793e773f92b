namespace Zhar.Web;

/// <summary>A token bucket: so many messages a second, and bursts of twice as many.</summary>
internal sealed class RateLimit(int perSecond, TimeProvider clock)
{
    private double _tokens = 2.0 * perSecond;
    private long _at = clock.GetTimestamp();

    /// <summary>Takes a token. The time to wait before the next message, or <c>null</c> for none.</summary>
    internal TimeSpan? Take()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(2.0 * perSecond, _tokens + (clock.GetElapsedTime(_at, now).TotalSeconds * perSecond)) - 1;
        _at = now;
        return _tokens >= 0 ? null : TimeSpan.FromSeconds(-_tokens / perSecond);
    }
}
