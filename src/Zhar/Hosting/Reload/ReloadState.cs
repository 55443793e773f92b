using System.Collections.Concurrent;

namespace Zhar.Reload;

/// <summary>What outlives the versions of a program that is reloaded: what browsers are to be told, and what other layers keep from one version to the next. Safe from any thread.</summary>
/// <remarks>Nothing of the application may stand here: it would keep its version in memory.</remarks>
internal sealed class ReloadState
{
    private readonly Lock _gate = new();
    private ReloadStatus _status = new(FirstGeneration(), false, null, 0, []);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What layers above keep, such as listening sockets.</summary>
    internal ConcurrentDictionary<string, object> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers requests while no version runs; set by the layer that listens.</summary>
    internal Func<Task<IAsyncDisposable>>? StandIn { get; set; }

    /// <summary>Called when a version runs, by the layer that listens: closes what the version has not taken over.</summary>
    internal Action? OnStarted { get; set; }

    internal ReloadStatus Status
    {
        get
        {
            lock (_gate)
                return _status;
        }
    }

    /// <summary>The status, and a task that ends when it is not the status any more.</summary>
    internal (ReloadStatus Status, Task Changed) Look()
    {
        lock (_gate)
            return (_status, _changed.Task);
    }

    /// <summary>By the clock: pages of an earlier run of the program must not take its versions for theirs.</summary>
    private static int FirstGeneration() => (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() & 0x3FFF_FFFF);

    internal void Change(Func<ReloadStatus, ReloadStatus> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _status = change(_status);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
