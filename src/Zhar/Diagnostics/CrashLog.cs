namespace Zhar;

/// <summary>The last crash reports of a node, in a ring.</summary>
internal sealed class CrashLog(TimeProvider clock)
{
    internal const int Size = 100;
    private const int MaxText = 8_000, MaxShortText = 1_000, MaxExceptionsPerSecond = 50;

    private readonly Lock _gate = new();
    private readonly CrashReport?[] _ring = new CrashReport?[Size];
    private long _added;
    private long _second;
    private int _exceptions;

    /// <summary>The reports, newest first.</summary>
    internal IReadOnlyList<CrashReport> Reports
    {
        get
        {
            lock (_gate)
            {
                var reports = new List<CrashReport>();
                for (var i = _added - 1; i >= 0 && i >= _added - Size; i--)
                    reports.Add(_ring[i % Size]!); // below the number of those that were added
                return reports;
            }
        }
    }

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal void Add(CrashReport report)
    {
        lock (_gate)
            _ring[_added++ % Size] = report;
    }

    /// <summary>The exception as text. In a storm of crashes only the first of each second: a stack costs more than all the rest.</summary>
    internal string? TextOf(Exception? exception)
    {
        if (exception is null)
            return null;
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate)
        {
            if (second != _second)
                (_second, _exceptions) = (second, 0);
            if (_exceptions++ >= MaxExceptionsPerSecond)
                return null;
        }

        try
        {
            return Shorten(exception.ToString(), MaxText);
        }
        catch (Exception e)
        {
            return $"{exception.GetType().FullName} ({e.GetType().Name} in ToString)";
        }
    }

    internal static string Shorten(string text, int length = MaxShortText) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
}
