using System.Diagnostics.CodeAnalysis;

namespace Zhar;

/// <summary>The process of a state machine: a server that feeds events to the machine's callbacks and carries out what they return.</summary>
/// <remarks>
/// The mailbox hands over one event at a time; the events that this one sets free or inserts are in <c>_queue</c> and are handled before the next is
/// taken from the mailbox. Source: OTP gen_statem, loop_event and what follows.
/// </remarks>
internal sealed class MachineServer<TState, TData>(StateMachine<TState, TData> machine) : GenServer<(TState State, TData Data)>, IMachineServer, IMachineInit
    where TState : notnull
{
    private readonly LinkedList<StateMachine.Event> _queue = new();
    private readonly List<StateMachine.Event> _postponed = [];
    private readonly MachineTimers _timers = new();
    private StateMachine.Event? _current;
    private bool _ends;

    internal Pid Pid => Self;

    internal CancellationToken EndToken => Token;

    internal override string ModuleName => machine.GetType().FullName ?? machine.GetType().Name;

    // ---- start and end -----------------------------------------------------------------------------------------------

    public async ValueTask Begin()
    {
        var first = await machine.Init();
        switch (first)
        {
            case { Kind: TransitionKind.Ignore }:
                await AcceptInit(Ignore);
                break;
            case { Kind: TransitionKind.Fail }:
                await AcceptInit(Fail(first.Reason!));
                break;
            case { Kind: TransitionKind.Stop }:
                await AcceptInit(StopInit(first.Reason!));
                break;
            case { HasState: true, HasData: true }:
                await AcceptInit(Ok((first.State!, first.Data!)));
                await Apply(first, null);
                await Drain();
                break;
            default:
                await AcceptInit(StopInit(ExitReason.Of("bad_return_from_init", "Init of a state machine returns GoTo(state, data), Ignore, Fail(reason) or Stop(reason).")));
                break;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask Terminate(ExitReason reason) => machine.Terminate(reason, State.State, State.Data);

    /// <inheritdoc/>
    protected override object FormatStatus(object? state) =>
        new MachineStatus(State.State, machine.FormatStatus(State.State, State.Data), _current is null ? [.. _queue] : [_current, .. _queue], [.. _postponed]);

    /// <inheritdoc/>
    protected override (TState State, TData Data) CodeChange(object? oldVersion, object? oldState, object? extra) => machine.CodeChange(oldVersion, oldState, extra);

    // ---- events ------------------------------------------------------------------------------------------------------

    public ValueTask OnTimer(MachineTimer timer)
    {
        if (!_timers.Fired(timer))
            return default;
        var e = (StateMachine.Event)timer.Payload;
        if (Core.ColdOrNull?.Server is not null)
            Debug?.Note(Core, new SysEvent(SysEventKind.In, e));
        return Handle(e);
    }

    /// <inheritdoc/>
    protected override ValueTask DispatchInfo(object message) => Handle(new StateMachine.InfoEvent(message));

    public async ValueTask Handle(StateMachine.Event e)
    {
        await HandleOne(e);
        await Drain();
    }

    /// <summary>Handles what the last event left in the queue, then the timeouts of zero: all of it before anything not yet received.</summary>
    private async ValueTask Drain()
    {
        while (!_ends)
        {
            if (_queue.First is { } next)
            {
                _queue.RemoveFirst();
                await HandleOne(next.Value);
            }
            else if (_timers.TakeDue() is { } due)
            {
                await HandleOne(due);
            }
            else
            {
                return;
            }
        }
    }

    private async ValueTask HandleOne(StateMachine.Event e)
    {
        if (e is not StateMachine.EventTimeoutEvent)
            _timers.Stop(Core, TimerKey.Event);
        _current = e;
        var transition = await machine.HandleEvent(e, State.State, State.Data);
        await Apply(transition, e);
        if (!_ends)
            _current = null; // else the report shows what it ended in
    }

    // ---- transitions -------------------------------------------------------------------------------------------------

    /// <summary>Carries out the result of an event, or of Init, in the order that the machine's documentation promises.</summary>
    private async ValueTask Apply(StateMachine<TState, TData>.Transition? transition, StateMachine.Event? e)
    {
        Check(transition);
        var old = State.State;
        var effects = new Effects();
        effects.Collect(transition.Actions, e is not null, isEnter: false);
        if (!Move(transition))
            return;
        var changed = e is not null && !EqualityComparer<TState>.Default.Equals(old, State.State);
        if (changed)
            _timers.Stop(Core, TimerKey.State);

        if (machine.CallsEnter && (changed || e is null || transition.Repeats) && !await Enter(old, effects))
            return;
        if (effects.Postpones)
            _postponed.Add(e!);
        if (changed)
            Requeue(_postponed);
        Requeue(effects.Inserted);
        if (effects.Timers is not null)
        {
            foreach (var action in effects.Timers.Values)
                _timers.Apply(Core, action, queueIsEmpty: _queue.Count == 0);
        }

        if (effects.Hibernates)
            Core.SetNext(default(Next).WithHibernate());
    }

    /// <summary>Takes over state and data. False: the machine ends.</summary>
    private bool Move(StateMachine<TState, TData>.Transition transition)
    {
        State = (transition.HasState ? transition.State! : State.State, transition.HasData ? transition.Data! : State.Data);
        if (transition.Kind != TransitionKind.Stop)
            return true;
        _ends = true;
        Core.RequestStop(transition.Reason!);
        return false;
    }

    /// <summary>Tells the machine that it is in a state now. Its answer may change the data, but not the state. False: the machine ends.</summary>
    private async ValueTask<bool> Enter(TState old, Effects effects)
    {
        while (true)
        {
            var entered = State.State;
            var answer = await machine.HandleEvent(new StateMachine.EnterEvent(old), entered, State.Data);
            Check(answer);
            if (answer.HasState && !EqualityComparer<TState>.Default.Equals(answer.State, entered))
                throw new ProcessExitException(ExitReason.Of("bad_state_enter_return_from_state_function", $"The enter call of {entered} went on to {answer.State}. Insert an event with NextEvent from the event that came here instead."));
            effects.Collect(answer.Actions, mayPostpone: false, isEnter: true);
            if (!Move(answer))
                return false;
            if (!answer.Repeats)
                return true;
            old = entered;
        }
    }

    private void Requeue(List<StateMachine.Event> events)
    {
        for (var i = events.Count - 1; i >= 0; i--)
            _queue.AddFirst(events[i]);
        events.Clear();
    }

    private static void Check([NotNull] StateMachine<TState, TData>.Transition? transition)
    {
        if (transition is null or { Kind: TransitionKind.Ignore or TransitionKind.Fail })
            throw new ProcessExitException(ExitReason.Of("bad_return_from_state_function", transition is null ? "null" : transition.Kind.ToString()));
    }

    /// <summary>What the actions of an event and of the enter call after it amount to.</summary>
    private sealed class Effects
    {
        internal bool Postpones { get; private set; }

        internal bool Hibernates { get; private set; }

        internal List<StateMachine.Event> Inserted { get; } = [];

        internal OrderedDictionary<TimerKey, MachineAction>? Timers { get; private set; }

        internal void Collect(MachineAction? last, bool mayPostpone, bool isEnter)
        {
            if (last is null)
                return;
            var actions = new List<MachineAction>();
            for (var a = last; a is not null; a = a.Previous)
                actions.Add(a);
            for (var i = actions.Count - 1; i >= 0; i--)
                Add(actions[i], mayPostpone, isEnter);
        }

        private void Add(MachineAction action, bool mayPostpone, bool isEnter)
        {
            switch (action)
            {
                case MachineAction.ReplyTo reply:
                    reply.To.Reply(reply.Value);
                    break;
                case MachineAction.PostponeEvent when mayPostpone:
                    Postpones = true;
                    break;
                case MachineAction.InsertEvent insert when !isEnter:
                    Inserted.Add(insert.Event);
                    break;
                case MachineAction.StartTimer timer:
                    SetTimer(timer.Key, timer);
                    break;
                case MachineAction.StopTimer timer:
                    SetTimer(timer.Key, timer);
                    break;
                case MachineAction.UpdateTimer timer:
                    SetTimer(timer.Key, timer);
                    break;
                case MachineAction.HibernateNow:
                    Hibernates = true;
                    break;
                default:
                    throw new ProcessExitException(ExitReason.Of(isEnter ? "bad_state_enter_action_from_state_function" : "bad_action_from_state_function", action));
            }
        }

        private void SetTimer(TimerKey key, MachineAction action)
        {
            // The last one counts, at its own place in the order.
            Timers ??= [];
            Timers.Remove(key);
            Timers.Add(key, action);
        }
    }
}
