using System.Collections.Immutable;

namespace Zhar.Data;

/// <summary>What the steps of a <see cref="Multi"/> have returned so far, by their names.</summary>
public sealed class MultiResults
{
    private readonly ImmutableDictionary<string, object?> _values;

    internal MultiResults(ImmutableDictionary<string, object?> values) => _values = values;

    internal static MultiResults Empty { get; } = new(ImmutableDictionary<string, object?>.Empty);

    /// <summary>The names of the steps that have run.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The number of steps that have run.</summary>
    public int Count => _values.Count;

    /// <summary>The result of a step.</summary>
    /// <exception cref="KeyNotFoundException">No such step has run.</exception>
    public object? this[string name] => _values.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException(
        $"No step '{name}' has run. Those that have: {(_values.IsEmpty ? "none" : string.Join(", ", _values.Keys.Order(StringComparer.Ordinal)))}. A step sees those before it.");

    /// <summary>The result of a step, in its type.</summary>
    /// <exception cref="KeyNotFoundException">No such step has run.</exception>
    /// <exception cref="InvalidCastException">The result is of another type.</exception>
    public T Get<T>(string name) => this[name] is T value ? value : throw new InvalidCastException(
        $"The result of the step '{name}' is {this[name]?.GetType().Name ?? "null"}, not {typeof(T).Name}.");

    /// <summary>Whether a step has run.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    internal MultiResults With(string name, object? value) => new(_values.SetItem(name, value));
}
