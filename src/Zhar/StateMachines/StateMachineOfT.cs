namespace Zhar;

/// <summary>A process that is in one of several states, with rules for going from one to another: OTP's gen_statem.</summary>
/// <remarks>
/// <para>Use it when what a message means depends on the state, and for its tools: postponing events until the state changes, timeouts that belong to a
/// state, entry actions. Otherwise a <see cref="GenServer{TState}"/> is simpler.</para>
/// <code>
/// public sealed class Door(TimeSpan relockAfter) : StateMachine&lt;Door.State, int&gt;
/// {
///     public enum State { Locked, Open }
///
///     protected override ValueTask&lt;Transition&gt; Init() => GoTo(State.Locked, 0);
///
///     protected override ValueTask&lt;Transition&gt; HandleEvent(Event e, State state, int opened) => (state, e) switch
///     {
///         (State.Locked, CallEvent { Request: "unlock" } call) => GoTo(State.Open, opened + 1).Reply(call.From, opened + 1).StateTimeout(relockAfter),
///         (State.Open, StateTimeoutEvent) => GoTo(State.Locked),
///         (_, CallEvent) => Keep.Postpone(),
///         _ => Keep,
///     };
/// }
///
/// ServerRef door = await StateMachine.StartLink(() => new Door(TimeSpan.FromSeconds(10)));
/// int times = await StateMachine.Call&lt;int&gt;(door, "unlock");
/// </code>
/// <para>A machine with a method for each state overrides <see cref="HandlerFor"/> instead of <see cref="HandleEvent"/>.</para>
/// <para>After an event this happens, in this order: the actions of its result, replies at once; the enter call of a new state; the event is postponed, if
/// asked; after a change of state all postponed events go back to the head of the queue; events from <c>NextEvent</c> go before them; timeouts
/// start; the next event is handled. <see cref="Sys"/> works on a machine; its state there is the pair <c>(TState State, TData Data)</c>.</para>
/// Source: OTP gen_statem.
/// </remarks>
/// <typeparam name="TState">The states, compared by equality: an enum or records.</typeparam>
/// <typeparam name="TData">What the machine knows besides its state: a value, replaced by transitions.</typeparam>
public abstract class StateMachine<TState, TData> : StateMachine
    where TState : notnull
{
    private MachineServer<TState, TData>? _server;

    /// <summary>This machine's pid.</summary>
    protected Pid Self => Server.Pid;

    /// <summary>Cancelled when this machine ends.</summary>
    protected CancellationToken Token => Server.EndToken;

    /// <summary>A handler of the events of one state.</summary>
    protected delegate ValueTask<Transition> StateHandler(Event e, TData data);

    private MachineServer<TState, TData> Server => _server ?? throw new InvalidOperationException("The machine has not been started. Start it with StateMachine.StartLink.");

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>Gives the first state and data with <c>GoTo(state, data)</c> and actions, or <see cref="Ignore"/>, <see cref="Fail"/> or <c>Stop</c>.</summary>
    protected internal abstract ValueTask<Transition> Init();

    /// <summary>Handles one event. The default asks <see cref="HandlerFor"/> for the state's own method.</summary>
    protected internal virtual ValueTask<Transition> HandleEvent(Event e, TState state, TData data) => HandlerFor(state)(e, data);

    /// <summary>The method for the events of <paramref name="state"/>, for a machine with a method for each.</summary>
    protected virtual StateHandler HandlerFor(TState state) =>
        throw new InvalidOperationException($"{GetType().Name} handles no events in the state {state}. Override HandleEvent, or HandlerFor to name a method for each state.");

    /// <summary>Whether entering a state gives an <see cref="StateMachine.EnterEvent"/>. Default <c>false</c>. Source: OTP gen_statem, state_enter.</summary>
    protected internal virtual bool CallsEnter => false;

    /// <summary>Runs before the machine ends, in the cases of <see cref="GenServer.Terminate"/>.</summary>
    protected internal virtual ValueTask Terminate(ExitReason reason, TState state, TData data) => default;

    /// <summary>Shapes what crash reports and <see cref="Sys.GetStatus"/> show as the data: hide secrets here.</summary>
    protected internal virtual object? FormatStatus(TState state, TData data) => data;

    /// <summary>Makes the new version's state and data from the old ones, at a hot upgrade or <see cref="Sys.ChangeCode"/>. The default keeps them.</summary>
    protected internal virtual (TState State, TData Data) CodeChange(object? oldVersion, object? old, object? extra) => old is (TState state, TData data)
        ? (state, data)
        : throw new InvalidOperationException($"{GetType().Name} cannot take over a state of type {old?.GetType().Name ?? "null"}. Override CodeChange.");

    // ---- results -----------------------------------------------------------------------------------------------------

    /// <summary>Goes to a state, or stays in an equal one, and keeps the data. Source: next_state.</summary>
    protected static Transition GoTo(TState state) => new() { Kind = TransitionKind.Next, State = state, HasState = true };

    /// <summary>Goes to a state with new data. From Init: the first state.</summary>
    protected static Transition GoTo(TState state, TData data) => GoTo(state) with { Data = data, HasData = true };

    /// <summary>Keeps state and data. Source: keep_state_and_data.</summary>
    protected static Transition Keep { get; } = new() { Kind = TransitionKind.Next };

    /// <summary>Keeps the state with new data. Source: keep_state.</summary>
    protected static Transition KeepWith(TData data) => Keep with { Data = data, HasData = true };

    /// <summary>Keeps state and data, and enters the state again; postponed events stay postponed. Source: repeat_state_and_data.</summary>
    protected static Transition Repeat { get; } = new() { Kind = TransitionKind.Next, Repeats = true };

    /// <summary>As <see cref="Repeat"/>, with new data. Source: repeat_state.</summary>
    protected static Transition RepeatWith(TData data) => Repeat with { Data = data, HasData = true };

    /// <summary>Ends the machine: replies that are added go out, <see cref="Terminate"/> runs, the process dies with <paramref name="reason"/>. Source: stop, stop_and_reply.</summary>
    protected static Transition Stop(ExitReason reason) => new() { Kind = TransitionKind.Stop, Reason = reason ?? throw new ArgumentNullException(nameof(reason)) };

    /// <summary>As above, with new data for Terminate.</summary>
    protected static Transition Stop(ExitReason reason, TData data) => Stop(reason) with { Data = data, HasData = true };

    /// <summary>From Init: no machine is needed; the start gives <see cref="Ignored"/>.</summary>
    protected static Transition Ignore { get; } = new() { Kind = TransitionKind.Ignore };

    /// <summary>From Init: the start fails with <paramref name="reason"/> and the process ends normally.</summary>
    protected static Transition Fail(ExitReason reason) => new() { Kind = TransitionKind.Fail, Reason = reason ?? throw new ArgumentNullException(nameof(reason)) };

    internal sealed override GenServer CreateServer() => _server = new MachineServer<TState, TData>(this);

    /// <summary>What a machine does after an event: where it goes, and actions. A value; each method returns a changed copy.</summary>
    /// <remarks>Of several actions of one kind the last counts, but for replies and inserted events, which all do.</remarks>
    public sealed record Transition
    {
        internal Transition()
        {
        }

        internal TransitionKind Kind { get; init; }

        internal TState? State { get; init; }

        internal bool HasState { get; init; }

        internal TData? Data { get; init; }

        internal bool HasData { get; init; }

        internal bool Repeats { get; init; }

        internal ExitReason? Reason { get; init; }

        internal MachineAction? Actions { get; init; } // the last one first

        /// <summary>Answers a call.</summary>
        public Transition Reply(From to, object? value) => Add(new MachineAction.ReplyTo(to, value));

        /// <summary>Keeps this event until the state has changed, then handles it again, before newer ones.</summary>
        public Transition Postpone() => Add(new MachineAction.PostponeEvent());

        /// <summary>Inserts an <see cref="StateMachine.InternalEvent"/> before all that wait. Several are handled in the given order.</summary>
        public Transition NextEvent(object content) => NextEvent(content as Event ?? new InternalEvent(content ?? throw new ArgumentNullException(nameof(content))));

        /// <summary>Inserts an event of any kind before all that wait.</summary>
        public Transition NextEvent(Event e) => Add(new MachineAction.InsertEvent(e ?? throw new ArgumentNullException(nameof(e))));

        /// <summary>Gives a <see cref="StateMachine.StateTimeoutEvent"/> when the machine is still in its new state after <paramref name="time"/>. Zero: before anything not yet received.</summary>
        public Transition StateTimeout(TimeSpan time, object? content = null) => Timer(TimerKey.State, time, content);

        /// <summary>Takes the state timeout off.</summary>
        public Transition CancelStateTimeout() => Add(new MachineAction.StopTimer(TimerKey.State));

        /// <summary>Changes what a running state timeout carries; without one it comes at once.</summary>
        public Transition UpdateStateTimeout(object? content) => Add(new MachineAction.UpdateTimer(TimerKey.State, content));

        /// <summary>Gives an <see cref="StateMachine.EventTimeoutEvent"/> unless any other event comes within <paramref name="time"/>.</summary>
        public Transition EventTimeout(TimeSpan time, object? content = null) => Timer(TimerKey.Event, time, content);

        /// <summary>Gives a <see cref="StateMachine.TimeoutEvent"/> with this name after <paramref name="time"/>, in whatever state. Setting it again starts it anew.</summary>
        public Transition Timeout(object name, TimeSpan time, object? content = null) => Timer(TimerKey.Named(name), time, content);

        /// <summary>Takes a named timeout off.</summary>
        public Transition CancelTimeout(object name) => Add(new MachineAction.StopTimer(TimerKey.Named(name)));

        /// <summary>Changes what a running named timeout carries; without one it comes at once.</summary>
        public Transition UpdateTimeout(object name, object? content) => Add(new MachineAction.UpdateTimer(TimerKey.Named(name), content));

        /// <summary>Frees what can be rebuilt, for a machine that expects to be idle for long.</summary>
        public Transition Hibernate() => Add(new MachineAction.HibernateNow());

        /// <summary>A synchronous handler returns the transition itself.</summary>
        public static implicit operator ValueTask<Transition>(Transition transition) => new(transition);

        private Transition Timer(TimerKey key, TimeSpan time, object? content) => time == System.Threading.Timeout.InfiniteTimeSpan
            ? Add(new MachineAction.StopTimer(key))
            : Add(new MachineAction.StartTimer(key, Durations.Milliseconds(time, nameof(time)), content));

        private Transition Add(MachineAction action)
        {
            action.Previous = Actions;
            return this with { Actions = action };
        }
    }
}

internal enum TransitionKind
{
    Next,
    Stop,
    Ignore,
    Fail,
}
