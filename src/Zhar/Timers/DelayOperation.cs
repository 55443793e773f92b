using System.Threading.Tasks.Sources;

namespace Zhar.Runtime;

/// <summary>A pause of a process. Its continuation comes back into the process.</summary>
internal sealed class DelayOperation(ProcessCore core) : IValueTaskSource, IPost
{
    private readonly TimerEntry _timer = new();
    private Action<object?>? _continuation;
    private object? _state;
    private bool _done;

    IPost? IPost.NextPost { get; set; }

    internal ValueTask Start(int milliseconds)
    {
        using var scope = core.Enter();
        if (milliseconds == 0)
            milliseconds = 1; // a pause gives the others a turn
        _timer.Owner = core;
        _timer.Post = this;
        if (milliseconds > 0)
            core.Node.Timers.Add(_timer, milliseconds);
        (core.Cold.Delays ??= []).Add(this);
        return new(this, 0);
    }

    /// <summary>The process is dead: what is left of its code goes on as a zombie.</summary>
    internal void Cancel()
    {
        if (!_done && _continuation is not null)
            Zombie.Run(core, this);
    }

    void IPost.Run()
    {
        _done = true;
        core.ColdOrNull?.Delays?.Remove(this);
        _continuation?.Invoke(_state);
    }

    void IValueTaskSource.GetResult(short token) => core.ThrowIfDead();

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _done ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _state = state;
        _continuation = continuation;
    }
}
