using System.Collections.Immutable;
using Zhar.Runtime;
using Zhar.Scheduling;

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

    /// <summary>The application that the current process belongs to, or <c>null</c>. Source: OTP application:get_application/0.</summary>
    public static string? Application => Current("Process.Application").ApplicationName;

    /// <summary>A value that the current process has set with <see cref="PutInherited"/>, or has inherited; <c>null</c> without one.</summary>
    /// <remarks>Outside of a process: what the current flow of control has set for the processes that it starts.</remarks>
    public static object? GetInherited(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (Executor.Current?.Process is { } self ? self.Inherited : Lineage.InheritedOutside)?.GetValueOrDefault(key);
    }

    /// <summary>Sets a value that every process inherits which the current one starts from now on, and they pass on. <c>null</c> takes it away.</summary>
    /// <remarks>Works outside of a process too, a test for example: there it flows as an async local does, to what the current flow of control starts.</remarks>
    public static void PutInherited(object key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Executor.Current?.Process is null)
        {
            Lineage.PutOutside(key, value);
            return;
        }

        var self = Current("Process.PutInherited");
        var values = self.Inherited ?? ImmutableDictionary<object, object?>.Empty;
        self.Cold.Inherited = value is null ? values.Remove(key) : values.SetItem(key, value);
    }

    /// <summary>All that a process which is started here would inherit; <c>null</c> when nobody has set anything.</summary>
    internal static ImmutableDictionary<object, object?>? InheritedHere => Executor.Current?.Process is { } self ? self.Inherited : Lineage.InheritedOutside;

    /// <summary>Makes the current process inherit from somebody else than its parent: a connection from the request that it came with.</summary>
    internal static void Inherit(ImmutableDictionary<object, object?>? values)
    {
        if (values is not null)
            Current("Process.Inherit").Cold.Inherited = values;
    }

    /// <summary>Adds a property to whatever the runtime logs about the current process and those it starts from now on. Source: OTP logger, process metadata.</summary>
    public static void AddLogScope(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var scope = GetInherited(LogScopeKey) as ImmutableDictionary<string, object?> ?? ImmutableDictionary<string, object?>.Empty;
        PutInherited(LogScopeKey, scope.SetItem(name, value));
    }

    internal static IReadOnlyDictionary<string, object?>? LogScopeOf(ProcessCore core) =>
        core.Inherited?.GetValueOrDefault(LogScopeKey) as ImmutableDictionary<string, object?>;
}
