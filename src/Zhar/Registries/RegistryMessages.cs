namespace Zhar;

/// <summary>A process and the value it registered.</summary>
public readonly record struct RegistryEntry<TValue>(Pid Pid, TValue Value);

/// <summary>A whole entry of a registry.</summary>
public readonly record struct RegistryRecord<TKey, TValue>(TKey Key, Pid Pid, TValue Value);

/// <summary>Tells the listeners of a registry that a process registered a key. Source: Elixir Registry, listeners.</summary>
public sealed record KeyRegistered(string Registry, object Key, Pid Pid, object? Value);

/// <summary>Tells the listeners of a registry that a process gave a key back. Not sent when a process ends.</summary>
public sealed record KeyUnregistered(string Registry, object Key, Pid Pid);

/// <summary>The outcome of <c>Registry.UpdateValue</c>.</summary>
public readonly record struct ValueChange<TValue>(TValue New, TValue Old);
