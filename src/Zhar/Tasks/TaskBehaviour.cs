using System.Collections.Immutable;
using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The process of a task, without the type of its value.</summary>
internal abstract class TaskBehaviour(ProcessCore starter, Delegate function, ProcessTask? task) : ProcessBehaviour
{
    // A task is traced as part of what its starter was doing; without a listener there is nothing to carry.
    private readonly ActivityContext _trace = Telemetry.Tracing ? Activity.Current!.Context : default;

    private readonly string _starter = starter.DisplayName;

    private readonly Pid[] _callers = [starter.Pid, .. starter.Callers];

    // Of its starter and not of the supervisor that it may run under: log scope, owner of a sandbox.
    private readonly ImmutableDictionary<object, object?>? _inherited = starter.Inherited;

    internal ProcessTask? Task => task;

    internal override bool MayAwait => true;

    internal override bool EndsWithParent => false;

    internal override string ModuleName => $"{function.Method.DeclaringType?.FullName}.{function.Method.Name}";

    internal override async ValueTask OnStart()
    {
        using var activity = _trace == default ? null : Telemetry.Source.StartActivity(ModuleName, ActivityKind.Internal, _trace);
        try
        {
            await Run();
        }
        catch (Exception e)
        {
            Report(ExitReason.Error(e), e);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }

        Core.RequestStop(ExitReason.Normal);
    }

    internal override ValueTask OnMessage(object message) => default;

    internal override ValueTask OnServerMessage(ServerMessage message)
    {
        message.Abandon(ExitReason.Of("not_a_server", ModuleName));
        return default;
    }

    private protected abstract ValueTask Run();

    private void Report(ExitReason reason, Exception e)
    {
        // An exception after a fatal signal only unwinds the code of a process that is dead already.
        if (reason.IsClean || Core.IsExiting)
            return;
        Telemetry.Crashes.Add(1);
        Core.Node.Log.TaskCrash(e, Core.DisplayName, _starter, reason.ToString(), ModuleName, string.Join(" < ", _callers));
    }

    /// <summary>Makes the process of a task and lets it run. Its links are in place before.</summary>
    /// <param name="parent">Its parent: the starter or a task supervisor.</param>
    /// <param name="behaviour">What it runs.</param>
    /// <param name="linked">Whether it is linked with the parent.</param>
    /// <param name="alsoLinked">Another process to link with. When that one is dead, the task never runs.</param>
    internal static ProcessCore Spawn(ProcessCore parent, TaskBehaviour behaviour, bool linked, ProcessCore? alsoLinked = null)
    {
        var core = parent.Node.Create(behaviour, parent, linked);
        core.Cold.Callers = behaviour._callers;
        core.Cold.Inherited = behaviour._inherited;
        core.Cold.Silent = true; // the report of a task is its own
        if (alsoLinked?.TryLink(core) == false)
            core.SetFatal(ExitReason.NoProc);
        behaviour.Task?.Attach(core);
        parent.Node.Scheduler.Schedule(core);
        return core;
    }
}

/// <summary>The process of a task whose function returns a <typeparamref name="T"/>.</summary>
internal sealed class TaskBehaviour<T>(ProcessCore starter, Func<ValueTask<T>> body, Delegate function, ProcessTask<T>? task)
    : TaskBehaviour(starter, function, task)
{
    private protected override async ValueTask Run()
    {
        var value = await body();
        Core.ThrowIfDead();
        (Task as ProcessTask<T>)?.Succeed(value);
    }
}
