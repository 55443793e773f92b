using System.Collections.Immutable;
using Zhar.Runtime;

namespace Zhar;

/// <summary>What a process inherits from the one that started it.</summary>
public static partial class Process
{
    private static readonly object LogScopeKey = new();

    /// <summary>On whose behalf the current process works: the process that started it as a task, then that one's own callers. Empty elsewhere.</summary>
    /// <remarks>Unlike the starters in <see cref="Ancestors"/> these skip the supervisor of the task. Source: Elixir Task, <c>$callers</c>.</remarks>
    public static IReadOnlyList<Pid> Callers => Current("Process.Callers").Callers;

    /// <summary>Who started the current process, nearest first, by name where they had one. Source: OTP, <c>$ancestors</c>.</summary>
    public static IReadOnlyList<string> Ancestors => [.. Current("Process.Ancestors").Lineage.Chain().Select(static l => l.ParentName)];

    /// <summary>A value that the current process has set with <see cref="PutInherited"/>, or has inherited; <c>null</c> without one.</summary>
    public static object? GetInherited(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Current("Process.GetInherited").ColdOrNull?.Inherited?.GetValueOrDefault(key);
    }

    /// <summary>Sets a value that every process inherits which the current one starts from now on, and they pass on. <c>null</c> takes it away.</summary>
    public static void PutInherited(object key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var cold = Current("Process.PutInherited").Cold;
        var values = cold.Inherited ?? ImmutableDictionary<object, object?>.Empty;
        cold.Inherited = value is null ? values.Remove(key) : values.SetItem(key, value);
    }

    /// <summary>Adds a property to whatever the runtime logs about the current process and those it starts from now on. Source: OTP logger, process metadata.</summary>
    public static void AddLogScope(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var scope = GetInherited(LogScopeKey) as ImmutableDictionary<string, object?> ?? ImmutableDictionary<string, object?>.Empty;
        PutInherited(LogScopeKey, scope.SetItem(name, value));
    }

    internal static IReadOnlyDictionary<string, object?>? LogScopeOf(ProcessCore core) =>
        core.ColdOrNull?.Inherited?.GetValueOrDefault(LogScopeKey) as ImmutableDictionary<string, object?>;
}
