using System.Collections.Immutable;

namespace Zhar.Mail;

/// <summary>The emails that are delivered later: some in tasks, the others in line.</summary>
internal sealed partial class MailQueue(Mailer mailer) : GenServer<MailQueue.Line>
{
    /// <summary>How long a stop waits for emails to leave: a little less than the supervisor waits for this process.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    internal static readonly ServerName Tasks = ServerName.Of("Zhar.Mail.Tasks");

    /// <param name="Waiting">In the order they came.</param>
    /// <param name="WaitingCount">How many those are.</param>
    /// <param name="Running">By the monitor of the task.</param>
    internal sealed record Line(ImmutableQueue<Email> Waiting, int WaitingCount, ImmutableDictionary<MonitorRef, Email> Running);

    private Init<Line> Init()
    {
        Process.TrapExit = true; // so that Terminate waits for what is on its way
        return Ok(new Line([], 0, ImmutableDictionary<MonitorRef, Email>.Empty));
    }

    /// <summary>Takes an email, unless too many wait.</summary>
    [Call]
    private async ValueTask<bool> Add(Email email)
    {
        if (State.WaitingCount >= mailer.Options.MaxWaiting)
            return false;
        State = State with { Waiting = State.Waiting.Enqueue(email), WaitingCount = State.WaitingCount + 1 };
        await StartNext();
        return true;
    }

    [Info]
    private async ValueTask OnDown(Down down)
    {
        if (!State.Running.TryGetValue(down.Ref, out var email))
            return;
        State = State with { Running = State.Running.Remove(down.Ref) };
        if (!down.Reason.IsClean)
            mailer.Crashed(email, down.Reason);
        await StartNext();
    }

    /// <summary>Delivers what waits, for a while; then says how much is lost.</summary>
    protected override async ValueTask Terminate(ExitReason reason)
    {
        var clock = Node.Current.Clock;
        var start = clock.GetTimestamp();
        while (State.WaitingCount > 0 || State.Running.Count > 0)
        {
            var rest = Patience - clock.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero || await Process.Receive<Down>(rest, d => State.Running.ContainsKey(d.Ref)) is not { } down)
            {
                mailer.Lost(State.WaitingCount + State.Running.Count);
                return;
            }

            await OnDown(down);
        }
    }

    private async ValueTask StartNext()
    {
        while (State.WaitingCount > 0 && State.Running.Count < mailer.Options.Concurrency)
        {
            var rest = State.Waiting.Dequeue(out var email);
            State = State with { Waiting = rest, WaitingCount = State.WaitingCount - 1 };
            var started = (await TaskSupervisor.At(Tasks).StartChild(() => mailer.DeliverPatiently(email))).OrThrow();
            State = State with { Running = State.Running.Add(Process.Monitor(started), email) };
        }
    }
}
