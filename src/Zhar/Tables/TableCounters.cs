using System.Numerics;

namespace Zhar;

/// <summary>Counters in tables.</summary>
public static class TableCounters
{
    extension<TKey, TValue>(Table<TKey, TValue> table)
        where TKey : notnull
        where TValue : INumber<TValue>
    {
        /// <summary>Adds <paramref name="increment"/> to the number under <paramref name="key"/>, atomically, and returns the sum. Source: OTP ets:update_counter/3.</summary>
        /// <exception cref="ArgumentException">The key is not there; the table is a bag.</exception>
        public TValue UpdateCounter(TKey key, TValue increment)
        {
            ArgumentNullException.ThrowIfNull(table);
            return table.TryModify("UpdateCounter", key, increment, static (old, i) => old + i, hasInitial: false, TValue.Zero, out var sum)
                ? sum
                : throw table.NoSuchKey(key, "UpdateCounter");
        }

        /// <summary>As above; a key that is not there starts from <paramref name="initial"/>.</summary>
        public TValue UpdateCounter(TKey key, TValue increment, TValue initial)
        {
            ArgumentNullException.ThrowIfNull(table);
            table.TryModify("UpdateCounter", key, increment, static (old, i) => old + i, hasInitial: true, initial, out var sum);
            return sum!;
        }

        /// <summary>As above; a sum beyond <paramref name="threshold"/>, below it for a negative increment, becomes <paramref name="setTo"/>.</summary>
        public TValue UpdateCounter(TKey key, TValue increment, TValue initial, TValue threshold, TValue setTo)
        {
            ArgumentNullException.ThrowIfNull(table);
            table.TryModify("UpdateCounter", key, (increment, threshold, setTo), static (old, a) =>
            {
                var sum = old + a.increment;
                var beyond = TValue.IsNegative(a.increment) ? sum < a.threshold : sum > a.threshold;
                return beyond ? a.setTo : sum;
            }, hasInitial: true, initial, out var result);
            return result!;
        }
    }
}
