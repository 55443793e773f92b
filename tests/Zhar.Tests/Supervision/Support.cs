namespace Zhar.Tests.Supervision;

/// <summary>Waits inside a process for something that no message tells.</summary>
internal static class Support
{
    public static async Task Eventually(Func<bool> condition)
    {
        var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException("The condition did not come true within 10 s.");
            await Task.Yield();
        }
    }
}
