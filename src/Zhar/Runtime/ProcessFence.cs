using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>
/// Outside of user code for the length of a short operation: whoever declares the current process dead waits for its end, so nothing is changed in
/// the name of a process after its DOWN. No user code may run inside.
/// </summary>
internal readonly ref struct ProcessFence
{
    private readonly Executor? _executor;
    private readonly int _was;

    private ProcessFence(Executor? executor, ProcessCore? process, int was)
    {
        _executor = executor;
        Process = process;
        _was = was;
    }

    /// <summary>The current process, or null outside of one.</summary>
    internal ProcessCore? Process { get; }

    /// <summary>Enters. Throws when the current process is dead already.</summary>
    internal static ProcessFence Enter()
    {
        var executor = Executor.Current;
        if (executor?.Process is not { } process)
            return default;
        var was = executor.Visit();
        if (process.IsExiting)
        {
            executor.Return(was);
            process.ThrowIfDead();
        }

        return new ProcessFence(executor, process, was);
    }

    public void Dispose() => _executor?.Return(_was);
}
