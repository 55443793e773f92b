using Zhar.Runtime;

namespace Zhar;

/// <summary>Tasks over a sequence, a few at a time. All bookkeeping happens in the process that reads; the tasks only announce their end.</summary>
internal sealed class AsyncStream<TIn, TOut> : IAsyncEnumerable<TaskResult<TOut>>
{
    private readonly IEnumerable<TIn> _source;
    private readonly Func<TIn, ValueTask<TOut>> _body;
    private readonly Delegate _function;
    private readonly AsyncStreamOptions _options;
    private readonly ServerRef? _supervisor;
    private readonly bool _failsReader;

    internal AsyncStream(IEnumerable<TIn> source, Func<TIn, ValueTask<TOut>> body, Delegate function, AsyncStreamOptions? options, ServerRef? supervisor, bool failsReader)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(function);
        _source = source;
        _body = body;
        _function = function;
        _options = options ?? new AsyncStreamOptions();
        _supervisor = supervisor;
        _failsReader = failsReader;
    }

    public async IAsyncEnumerator<TaskResult<TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var reader = Process.Live("ProcessTask.AsyncStream");
        var group = new TaskGroup(reader);
        var running = new Dictionary<ProcessTask, Slot>();
        var results = new Queue<Slot>();   // in input order, or in the order of their ends
        using var source = _source.GetEnumerator();
        var more = true;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (results.TryPeek(out var head) && head.Result is { } result)
                {
                    results.Dequeue();
                    yield return result;
                    continue;
                }

                if (more && running.Count < _options.MaxConcurrency)
                {
                    more = source.MoveNext();
                    if (more)
                    {
                        var slot = await Start(reader, source.Current);
                        running.Add(slot.Task, slot);
                        if (_options.Ordered)
                            results.Enqueue(slot);
                        slot.Task.Listen(group);
                    }

                    continue;
                }

                if (running.Count == 0)
                    yield break;
                await group.Wait(UntilNextDeadline(reader, running));
                while (group.TryNext(out var ended))
                    End(ended, running, results);
                Expire(reader, running);
            }
        }
        finally
        {
            if (!reader.IsExiting)
                await KillRest(group, running);
        }
    }

    private async ValueTask<Slot> Start(ProcessCore reader, TIn input)
    {
        var task = new ProcessTask<TOut>(reader, TaskLinkage.Stream) { FailsOwner = _failsReader };
        var body = _body;
        var behaviour = new TaskBehaviour<TOut>(reader, () => body(input), _function, task);
        if (_supervisor is { } supervisor)
            await TaskSupervisorServer.Start(supervisor, behaviour, alsoLinked: null);
        else
            TaskBehaviour.Spawn(reader, behaviour, linked: false);
        var limit = Durations.MillisecondsOrInfinite(_options.Timeout, nameof(_options.Timeout));
        return new Slot(task, input, limit < 0 ? long.MaxValue : reader.Node.Timers.Now + limit);
    }

    private void End(ProcessTask ended, Dictionary<ProcessTask, Slot> running, Queue<Slot> results)
    {
        running.Remove(ended, out var slot);
        var outcome = slot!.Task.TryTake()!;
        if (slot.TimedOut)
            outcome = new TaskExit<TOut>(ExitReason.Timeout);
        if (_options.ZipInputOnExit && outcome is TaskExit<TOut> exit)
            outcome = exit with { Input = slot.Input };
        slot.Result = outcome;
        if (!_options.Ordered)
            results.Enqueue(slot);
    }

    private void Expire(ProcessCore reader, Dictionary<ProcessTask, Slot> running)
    {
        var now = reader.Node.Timers.Now;
        foreach (var slot in running.Values)
        {
            if (slot.Deadline > now)
                continue;
            if (_options.OnTimeout == StreamTimeout.Exit)
                throw new CallExitException(ExitReason.Timeout, slot.Task.Pid, "AsyncStream", _options.Timeout, null);

            // Its slot is free when it is dead, so that never more than the allowed number run.
            slot.TimedOut = true;
            slot.Deadline = long.MaxValue;
            slot.Task.DetachAndSignal(ExitReason.Kill);
        }
    }

    private static int UntilNextDeadline(ProcessCore reader, Dictionary<ProcessTask, Slot> running)
    {
        var next = running.Values.Min(static s => s.Deadline);
        return next == long.MaxValue ? -1 : (int)Math.Max(0, next - reader.Node.Timers.Now);
    }

    /// <summary>The stream is left before its end: nothing of it may outlive the loop.</summary>
    private static async ValueTask KillRest(TaskGroup group, Dictionary<ProcessTask, Slot> running)
    {
        foreach (var task in running.Keys)
            task.DetachAndSignal(ExitReason.Kill);
        while (running.Count > 0)
        {
            await group.Wait(-1);
            while (group.TryNext(out var ended))
                running.Remove(ended);
        }
    }

    private sealed class Slot(ProcessTask<TOut> task, TIn input, long deadline)
    {
        internal ProcessTask<TOut> Task => task;

        internal TIn Input => input;

        internal long Deadline { get; set; } = deadline;

        internal bool TimedOut { get; set; }

        internal TaskResult<TOut>? Result { get; set; }
    }
}
