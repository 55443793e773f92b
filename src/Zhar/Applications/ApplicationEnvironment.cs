namespace Zhar;

/// <summary>The environments of all applications of a node. Lives beside the applications: values may be put before the load. Safe from any thread.</summary>
internal sealed class ApplicationEnvironment
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, object?>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, object?>> _persistent = new(StringComparer.Ordinal);

    internal bool TryGet(string application, string key, out object? value)
    {
        lock (_gate)
        {
            value = null;
            return _values.TryGetValue(application, out var values) && values.TryGetValue(key, out value);
        }
    }

    internal IReadOnlyDictionary<string, object?> All(string application)
    {
        lock (_gate)
            return _values.TryGetValue(application, out var values) ? new Dictionary<string, object?>(values) : [];
    }

    internal void Put(string application, string key, object? value, bool persistent)
    {
        lock (_gate)
        {
            Of(_values, application)[key] = value;
            if (persistent)
                Of(_persistent, application)[key] = value;
        }
    }

    internal void Delete(string application, string key, bool persistent)
    {
        lock (_gate)
        {
            Of(_values, application).Remove(key);
            if (persistent)
                Of(_persistent, application).Remove(key);
        }
    }

    /// <summary>The defaults replace what was put before, except what was put to last; keys without a default stay.</summary>
    internal void Load(string application, IReadOnlyDictionary<string, object?> defaults)
    {
        lock (_gate)
        {
            var values = Of(_values, application);
            foreach (var (key, value) in defaults)
                values[key] = value;
            if (_persistent.TryGetValue(application, out var persistent))
            {
                foreach (var (key, value) in persistent)
                    values[key] = value;
            }
        }
    }

    internal void Unload(string application)
    {
        lock (_gate)
            _values.Remove(application);
    }

    private static Dictionary<string, object?> Of(Dictionary<string, Dictionary<string, object?>> store, string application)
    {
        if (!store.TryGetValue(application, out var values))
            store[application] = values = new(StringComparer.Ordinal);
        return values;
    }
}
