using System.Collections.Concurrent;

namespace Zhar.Data;

/// <summary>Plans by the shape of their queries. Bounded: a full cache starts anew, since a program that has so many shapes makes them at run time.</summary>
internal sealed class PlanCache
{
    private const int Capacity = 2_048;
    private readonly ConcurrentDictionary<object[], QueryPlan> _plans = new(new Comparer());
    private int _count;

    /// <summary>How many plans it holds.</summary>
    internal int Count => _plans.Count;

    internal QueryPlan? Find(ReadOnlySpan<object> tokens) =>
        _plans.GetAlternateLookup<ReadOnlySpan<object>>().TryGetValue(tokens, out var plan) ? plan : null;

    internal void Add(ReadOnlySpan<object> tokens, QueryPlan plan)
    {
        if (!_plans.TryAdd(tokens.ToArray(), plan))
            return;
        if (Interlocked.Increment(ref _count) <= Capacity)
            return;
        Interlocked.Exchange(ref _count, 0);
        _plans.Clear();
    }

    private sealed class Comparer : IEqualityComparer<object[]>, IAlternateEqualityComparer<ReadOnlySpan<object>, object[]>
    {
        public bool Equals(object[]? x, object[]? y) => Equals((ReadOnlySpan<object>)x, y!); // keys are not null

        public int GetHashCode(object[] obj) => GetHashCode((ReadOnlySpan<object>)obj);

        public object[] Create(ReadOnlySpan<object> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<object> alternate, object[] other)
        {
            if (alternate.Length != other.Length)
                return false;
            for (var i = 0; i < other.Length; i++)
            {
                if (!ReferenceEquals(alternate[i], other[i]) && !alternate[i].Equals(other[i]))
                    return false;
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<object> alternate)
        {
            var hash = new HashCode();
            foreach (var token in alternate)
                hash.Add(token);
            return hash.ToHashCode();
        }
    }
}
