using System.Collections.Concurrent;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The local names of a node: at most one process for a name and one name for a process.</summary>
internal sealed class NameTable
{
    private readonly ConcurrentDictionary<string, ProcessCore> _names = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<string> All => [.. _names.Keys];

    internal ProcessCore? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>Registers a live process. Null on success, else who or what stands in the way.</summary>
    internal NameConflict? TryRegister(string name, ProcessCore process)
    {
        var cold = process.Cold;
        lock (cold)
        {
            if (process.IsExiting)
                return new NameConflict(default, "the process is dead");
            if (cold.Name is not null)
                return new NameConflict(process.Pid, $"the process already has the name '{cold.Name}'");
            if (!_names.TryAdd(name, process))
                return Find(name) is { } owner ? new NameConflict(owner.Pid, $"the name belongs to {owner.Pid}") : TryRegister(name, process);
            cold.Name = name;
            return null;
        }
    }

    internal bool Unregister(string name, ProcessCore process)
    {
        var cold = process.Cold;
        lock (cold)
        {
            if (cold.Name != name)
                return false;
            cold.Name = null;
            return _names.TryRemove(new(name, process));
        }
    }

    /// <summary>The process is ending. Its name stays readable on the core, for reports.</summary>
    internal void Release(ProcessCore process)
    {
        if (process.ColdOrNull is not { } cold)
            return;
        lock (cold)
        {
            if (cold.Name is { } name)
                _names.TryRemove(new(name, process));
        }
    }
}

/// <summary>Why a name could not be registered.</summary>
internal sealed record NameConflict(Pid Owner, string Reason);
