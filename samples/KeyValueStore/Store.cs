using System.Collections.Immutable;
using Zhar;

namespace KeyValueStore;

/// <summary>Texts under keys. One process owns them, so there is nothing to lock.</summary>
public sealed partial class Store : GenServer<ImmutableSortedDictionary<string, string>>
{
    private Init<ImmutableSortedDictionary<string, string>> Init() => Ok(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The value, or null when there is none.</summary>
    [Call]
    private string? Get(string key) => State.GetValueOrDefault(key);

    /// <summary>The value before, or null. A call and not a cast: when it returns, the value is stored.</summary>
    [Call]
    private string? Put(string key, string value)
    {
        var before = State.GetValueOrDefault(key);
        State = State.SetItem(key, value);
        return before;
    }

    /// <summary>Whether there was such a key.</summary>
    [Call]
    private bool Delete(string key)
    {
        var had = State.ContainsKey(key);
        State = State.Remove(key);
        return had;
    }

    // Immutable, so it can leave the process as it is.
    [Call]
    private ImmutableSortedDictionary<string, string> List() => State;

    [Call]
    private void Crash() => throw new InvalidOperationException("Somebody typed crash.");
}
