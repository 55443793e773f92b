using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Several tasks that one process waits for: hands them out in the order in which they end.</summary>
internal sealed class TaskGroup(ProcessCore owner) : ITaskListener
{
    private readonly Lock _gate = new();
    private readonly Queue<ProcessTask> _ended = new();
    private TaskWaiter? _waiter;

    public void OnTaskEnded(ProcessTask task)
    {
        TaskWaiter? waiter;
        lock (_gate)
        {
            _ended.Enqueue(task);
            waiter = _waiter;
            _waiter = null;
        }

        waiter?.Set();
    }

    internal bool TryNext([NotNullWhen(true)] out ProcessTask? task)
    {
        lock (_gate)
            return _ended.TryDequeue(out task);
    }

    /// <summary>Waits until a task has ended that <see cref="TryNext"/> has not handed out, or the time is over. For the owner.</summary>
    internal async ValueTask Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (_ended.Count > 0)
                return;
        }

        if (milliseconds == 0)
            return;
        var waiter = new TaskWaiter("AwaitMany");
        await waiter.Wait(owner.Node, owner, milliseconds, () => Attach(waiter));
        owner.ThrowIfDead();
        lock (_gate)
            _waiter = null;
    }

    private void Attach(TaskWaiter waiter)
    {
        lock (_gate)
        {
            if (_ended.Count == 0)
            {
                _waiter = waiter;
                return;
            }
        }

        waiter.Set();
    }
}
