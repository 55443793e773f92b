using System.Runtime.CompilerServices;
using System.Text;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Testing;

/// <summary>Processes that a test starts, waits for and kills.</summary>
public sealed partial class TestNode
{
    private readonly Lock _supervisorGate = new();
    private TestSupervisor? _supervisor;

    /// <summary>Starts the child of <paramref name="spec"/> under the test's own supervisor and waits for its Init. The supervisor restarts it by its spec, without a limit, and stops it when the node is disposed.</summary>
    /// <returns>The pid of its first incarnation.</returns>
    /// <exception cref="StartException">It did not start.</exception>
    public Task<Pid> StartSupervised(ChildSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return InSchedule(async () => (await Supervisor().Start(spec).ConfigureAwait(true)).OrThrow());
    }

    /// <summary>As above.</summary>
    /// <returns>Its client, which follows the child through restarts.</returns>
    public Task<TRef> StartSupervised<TRef>(ChildSpec spec)
        where TRef : struct, IServerRef<TRef>
    {
        ArgumentNullException.ThrowIfNull(spec);
        return InSchedule(async () =>
        {
            var supervisor = Supervisor();
            var named = spec.Name.IsNone ? spec with { Name = supervisor.NewName(spec) } : spec;
            (await supervisor.Start(named).ConfigureAwait(true)).OrThrow();
            return TRef.At(new ServerRef(named.Name, Node));
        });
    }

    /// <summary>A client for the server that has its type's default name on this node, for use in the test's own code too.</summary>
    public TRef Ref<TRef>()
        where TRef : struct, IServerRef<TRef> => Ref<TRef>(TRef.DefaultName);

    /// <summary>A client for the server that has <paramref name="name"/> on this node.</summary>
    public TRef Ref<TRef>(ServerName name)
        where TRef : struct, IServerRef<TRef> => TRef.At(new ServerRef(name, Node));

    /// <summary>Starts a process that records what it is sent.</summary>
    /// <param name="name">Registers it, for code that sends to a name.</param>
    public Probe StartProbe(string? name = null)
    {
        var behaviour = new ProbeProcess();
        var core = Node.Create(behaviour, null, link: false);
        core.TrapsExits = true;
        core.Cold.Label = "probe";
        if (name is not null && Node.Names.TryRegister(name, core) is { } conflict)
        {
            core.OnExitSignal(default, ExitReason.Kill);
            Node.Scheduler.Schedule(core);
            throw new ArgumentException($"A probe cannot have the name '{name}': {conflict.Reason}.", nameof(name));
        }

        Node.Scheduler.Schedule(core);
        return new Probe(this, core, behaviour);
    }

    /// <summary>Kills a supervised server and waits until its next incarnation has run its Init: for the event, never for the clock.</summary>
    /// <returns>A client for the new incarnation; the same one when it goes by a name.</returns>
    /// <exception cref="ExpectationException">Nobody restarted it in time, or it was not running.</exception>
    public async Task<TRef> KillAndAwaitRestart<TRef>(TRef server, TimeSpan? timeout = null)
        where TRef : struct, IServerRef<TRef>
    {
        var restarted = await KillAndAwaitRestart(server.Address, timeout ?? DefaultTimeout).ConfigureAwait(true);
        return server.Address.Pid.IsNone ? server : TRef.At(restarted);
    }

    /// <summary>As above, for a pid.</summary>
    /// <returns>The pid of the new incarnation.</returns>
    public Task<Pid> KillAndAwaitRestart(Pid pid, TimeSpan? timeout = null) => KillAndAwaitRestart(new ServerRef(pid), timeout ?? DefaultTimeout);

    /// <summary>Waits until <paramref name="condition"/> holds. A deterministic node looks after each turn, another one every few milliseconds; where there is an event to wait for, wait for that.</summary>
    /// <exception cref="ExpectationException">It did not hold in time.</exception>
    public Task Eventually(Func<bool> condition, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Eventually(() => ValueTask.FromResult(condition()), static holds => holds, timeout, text);
    }

    /// <summary>Asks again until the answer is <paramref name="right"/>. A call that fails, as one to a server that is being restarted does, is asked again.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="right">Which answer ends the wait. Default: the first one.</param>
    /// <param name="timeout">Default 5 s.</param>
    /// <param name="text">What failures call the question.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ExpectationException">There was no right answer in time; the text shows the last one.</exception>
    public Task<T> Eventually<T>(Func<ValueTask<T>> ask, Func<T, bool>? right = null, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(ask))] string? text = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return InSchedule(() => AskUntil(ask, right, timeout ?? DefaultTimeout, text));
    }

    /// <summary>Runs a deterministic node until nobody can run, without moving the clock.</summary>
    /// <exception cref="InvalidOperationException">The node is not deterministic.</exception>
    public async Task Settle()
    {
        _ = Schedule;
        if (!_scheduler!.IsInside) // Schedule has just thrown if it is null
        {
            _scheduler.Settle();
            return;
        }

        while (_scheduler.ReadyCount > 0)
        {
            var turn = _scheduler.NextTurn();
            _scheduler.Expect(turn);
            await turn.ConfigureAwait(true);
        }
    }

    /// <summary>Lets <paramref name="time"/> pass on a deterministic node: every timer that falls due fires at its moment, and what it sets off is done before the next.</summary>
    /// <exception cref="InvalidOperationException">The node is not deterministic; move its <see cref="Clock"/>.</exception>
    public async Task Advance(TimeSpan time)
    {
        _ = Schedule;
        await InSchedule(() => Task.Delay(time, Clock)).ConfigureAwait(true);
        await Settle().ConfigureAwait(true);
    }

    /// <summary>Fails when processes live that the test did not start with <see cref="StartSupervised(ChildSpec)"/> or <see cref="StartProbe"/>. Gives those that are ending a moment.</summary>
    /// <exception cref="ExpectationException">There are some; the text says which, who started them and what they do.</exception>
    public async Task AssertNoProcessLeft()
    {
        var own = Executor.Current?.Process;
        try
        {
            await Eventually(() => Left(own).Count == 0, TimeSpan.FromSeconds(3)).ConfigureAwait(true);
        }
        catch (ExpectationException)
        {
            var text = new StringBuilder("The test has left processes behind:").AppendLine();
            foreach (var process in Left(own))
            {
                text.Append("  ").Append(process.DisplayName).Append(' ').Append(process.Behaviour?.ModuleName).Append(", ").Append(process.Status)
                    .Append(process.Lineage.Parent.IsNone ? "" : $", started by {process.Lineage.ParentName}").AppendLine();
            }

            throw new ExpectationException(text.Append("Stop them, link them to a process that ends, or start them with node.StartSupervised(…).").ToString());
        }
    }

    private List<ProcessCore> Left(ProcessCore? own) => [.. Node.Processes.Snapshot().Where(process =>
        process is { IsDead: false, Behaviour: not ProbeProcess } &&
        !ReferenceEquals(process, own) &&
        (_supervisor is null || (process.Pid != _supervisor.Pid && !process.Lineage.Chain().Any(l => l.Parent == _supervisor.Pid))))];

    private async Task<T> AskUntil<T>(Func<ValueTask<T>> ask, Func<T, bool>? right, TimeSpan timeout, string? text)
    {
        var start = WaitClock.GetTimestamp();
        using var end = WaitClock.CreateTimer(static _ => { }, null, timeout, Timeout.InfiniteTimeSpan); // something for a schedule to jump to
        for (var attempt = 0; ; attempt++)
        {
            string last;
            try
            {
                var answer = await ask().ConfigureAwait(true);
                if (right is null || right(answer))
                    return answer;
                last = answer?.ToString() ?? "null";
            }
            catch (CallExitException e)
            {
                last = e.Message;
            }

            if (WaitClock.GetElapsedTime(start) >= timeout)
                throw new ExpectationException($"Within {timeout} this did not come true: {text}. Last: {last}");
            if (_scheduler is null)
            {
                await Task.Delay(Math.Min(attempt + 1, 20)).ConfigureAwait(true);
                continue;
            }

            var turn = _scheduler.NextTurn();
            _scheduler.Expect(turn);
            await turn.ConfigureAwait(true);
        }
    }

    private Task<Pid> KillAndAwaitRestart(ServerRef server, TimeSpan timeout) => InSchedule(async () =>
    {
        if (server.From(Node).WhereIs().Target is not ProcessCore { IsDead: false } old)
            throw new ExpectationException($"{server} is not running, so it cannot be killed and restarted.");
        var started = new Recorder<ProcessCore>();
        var (name, via, module, parent) = (old.RegisteredName, old.ColdOrNull?.Via ?? default, old.Behaviour?.ModuleName, old.Lineage.Parent);
        Node.OnStarted += started.Add;
        try
        {
            Process.Exit(old.Pid, ExitReason.Kill);
            var (found, next) = await started.WaitFor(IsNext, takes: true, timeout, WaitClock, IsDeterministic).ConfigureAwait(true);
            return found ? next.Pid : throw new ExpectationException($"{old.DisplayName} was killed, but nobody started it again within {timeout}. Is it supervised, and Permanent?");
        }
        finally
        {
            Node.OnStarted -= started.Add;
        }

        bool IsNext(ProcessCore candidate) =>
            !ReferenceEquals(candidate, old) &&
            (name is not null ? candidate.RegisteredName == name
                : !via.IsNone ? candidate.ColdOrNull?.Via == via
                : candidate.Lineage.Parent == parent && candidate.Behaviour?.ModuleName == module);
    });

    private TestSupervisor Supervisor()
    {
        lock (_supervisorGate)
            return _supervisor ??= new TestSupervisor(this);
    }

    private async Task StopSupervised()
    {
        if (_supervisor is not { } supervisor)
            return;
        try
        {
            await InSchedule(() => supervisor.Stop(DefaultTimeout, WaitClock)).ConfigureAwait(true);
        }
        catch (ScheduleException)
        {
            // A schedule that cannot go on stops nobody in order: what is left is killed.
        }
    }
}
