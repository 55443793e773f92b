using Zhar.Runtime;

namespace Zhar;

/// <summary>Hears once that a task has ended, from whichever thread it ended on.</summary>
internal interface ITaskListener
{
    void OnTaskEnded(ProcessTask task);
}

/// <summary>One wait of a process for a task: timeout, death of the waiting process and the search for deadlocks are those of a call.</summary>
internal sealed class TaskWaiter(string request) : CallMessage<Unit>, ITaskListener
{
    /// <summary>Starts to wait; the result throws when the time is over.</summary>
    internal ValueTask<Unit> Begin(ProcessCore owner, ProcessCore? process, int milliseconds)
    {
        // With a target, a task that calls its waiting owner is reported as the deadlock it is.
        Target = process;
        return new(this, StartWaiting(owner.Node, owner, milliseconds));
    }

    internal void Set() => Reply(default(Unit));

    void ITaskListener.OnTaskEnded(ProcessTask task) => Set();

    public override string ToString() => request;

    protected override CallMessage Copy() => throw new NotSupportedException("Waiting for a task does not travel to another node.");

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server) => default;
}
