using Zhar.Scheduling;

namespace Zhar;

/// <summary>Values that a node keeps for good: set once at the start, read by everybody, at the cost of one look-up. Source: OTP persistent_term.</summary>
/// <remarks>The statics work on the current process' node; outside a process use those that take a node. Keep immutable values only.</remarks>
public static class PersistentTerm
{
    /// <summary>Keeps <paramref name="value"/> under <paramref name="key"/>.</summary>
    public static void Put(object key, object? value) => Put(Here("PersistentTerm.Put"), key, value);

    /// <summary>As above, on <paramref name="node"/>.</summary>
    public static void Put(Node node, object key, object? value)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.PersistentTerms[key] = value;
    }

    /// <summary>The value under <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or it has another type.</exception>
    public static T Get<T>(object key) => Get<T>(Here("PersistentTerm.Get"), key);

    /// <summary>As above, on <paramref name="node"/>.</summary>
    public static T Get<T>(Node node, object key)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!node.PersistentTerms.TryGetValue(key, out var value))
            throw new ArgumentException($"Node {node.Name} keeps nothing under '{key}'. Put it first, or use TryGet.", nameof(key));
        return value is T typed ? typed : throw new ArgumentException($"Under '{key}' node {node.Name} keeps a {value?.GetType().Name ?? "null"}, not a {typeof(T).Name}.", nameof(key));
    }

    /// <summary>As above. False: there is no value of that type.</summary>
    public static bool TryGet<T>(object key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!Here("PersistentTerm.TryGet").PersistentTerms.TryGetValue(key, out var found) || found is not T typed)
            return false;
        value = typed;
        return true;
    }

    /// <summary>Forgets a value. False: there was none.</summary>
    public static bool Erase(object key) => Here("PersistentTerm.Erase").PersistentTerms.TryRemove(key, out _);

    private static Node Here(string operation) => Executor.CurrentNode ?? throw new NotInProcessException(operation);
}
