namespace Zhar;

/// <summary>Defines registries. See <see cref="Registry{TKey, TValue}"/>.</summary>
public static class Registry
{
    /// <summary>Defines a registry in which a key belongs to one process.</summary>
    /// <param name="name">Unique on its node.</param>
    /// <param name="partitions">Default 1.</param>
    public static Registry<TKey, TValue> Unique<TKey, TValue>(string name, int partitions = 1)
        where TKey : notnull => new(new RegistryOptions { Name = name, Keys = RegistryKeys.Unique, Partitions = partitions });

    /// <summary>Defines a registry in which a key belongs to any number of processes.</summary>
    /// <param name="name">Unique on its node.</param>
    /// <param name="partitions">Default 1.</param>
    public static Registry<TKey, TValue> Duplicate<TKey, TValue>(string name, int partitions = 1)
        where TKey : notnull => new(new RegistryOptions { Name = name, Keys = RegistryKeys.Duplicate, Partitions = partitions });

    /// <summary>Defines a registry with keys and values of any type, as in Elixir.</summary>
    public static Registry<object, object?> Define(RegistryOptions options) => new(options);

    /// <summary>The child of a supervisor for a registry with keys and values of any type; use the same options with <see cref="Define"/>.</summary>
    public static ChildSpec Child(RegistryOptions options) => Define(options).Child();
}
