using System.Diagnostics;
using System.Runtime.CompilerServices;
using Zhar.Testing;

namespace Zhar;

/// <summary>Waits for what no message and no task tells. After 30 s the test fails and says what it waited for: it never hangs.</summary>
internal static class Eventually
{
    private const int Yields = 20, LongestPause = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    internal static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => ValueTask.FromResult(condition()), what);

    /// <summary>As above, for something that has to be asked for.</summary>
    internal static async Task True(Func<ValueTask<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 0; !await condition(); attempt++)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new ExpectationException($"Within {Patience} this did not come true: {what}");

            // Most waits are over at once. The others leave the threads to those they wait for.
            if (attempt < Yields)
                await Task.Yield();
            else
                await Task.Delay(Math.Min(1 + ((attempt - Yields) / 10), LongestPause));
        }
    }

    /// <summary>Moves the clock of <paramref name="node"/> on, step by step, until <paramref name="condition"/> holds: for timers that are set at a moment nobody knows.</summary>
    internal static Task AdvanceUntil(this TestNode node, Func<bool> condition, TimeSpan step, [CallerArgumentExpression(nameof(condition))] string what = "") => True(
        () =>
        {
            if (condition())
                return true;
            node.Clock.Advance(step);
            return false;
        },
        what);
}
