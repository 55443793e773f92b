namespace Zhar.Tests.Supervision;

/// <summary>A worker that tells its observer about its starts and stops.</summary>
internal sealed partial class Worker : GenServer<Worker.Plan>
{
    /// <param name="Observer">Gets a text for each start and stop.</param>
    /// <param name="Id">What the texts call the worker.</param>
    /// <param name="StopTime">How long it takes to stop.</param>
    /// <param name="Fails">Whether start number n, from 1, fails.</param>
    internal sealed record Plan(Pid Observer, string Id, TimeSpan StopTime = default, FailureList? Fails = null);

    /// <summary>Decides about each start of one child, across its restarts.</summary>
    internal sealed class FailureList(params int[] failing)
    {
        private int _count;

        public bool Next() => failing.Contains(Interlocked.Increment(ref _count));
    }

    private Init<Plan> Init(Plan plan)
    {
        Process.TrapExit = true;
        if (plan.Fails?.Next() == true)
        {
            plan.Observer.Send($"fail {plan.Id}");
            return Fail("nope");
        }

        plan.Observer.Send($"start {plan.Id}");
        return Ok(plan);
    }

    [Cast]
    private Next End(ExitReason reason) => Stop(reason);

    [Cast]
    private void Unlink(Pid from) => Process.Unlink(from);

    [Call]
    private async ValueTask<string> StopSupervisor(Pid supervisor)
    {
        try
        {
            await Supervisor.Stop(supervisor);
            return "stopped";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        State.Observer.Send($"stop {State.Id} {reason}");
        if (State.StopTime > TimeSpan.Zero)
            await Process.Delay(State.StopTime);
    }
}
