namespace Zhar;

/// <summary>What does not depend on the types of a <see cref="StateMachine{TState, TData}"/>: its events, and starting and calling one.</summary>
public abstract class StateMachine
{
    private protected StateMachine()
    {
    }

    // ---- clients -----------------------------------------------------------------------------------------------------

    /// <summary>Starts a state machine linked with the current process and waits for its Init.</summary>
    /// <param name="create">Makes the machine: its constructor's arguments are the start arguments. Called in the starting process, and again at each restart.</param>
    /// <param name="name">Registers it under a name.</param>
    /// <param name="options">Timeout of the start, and more.</param>
    /// <returns>Its address, for <see cref="Call"/> and <see cref="Cast"/>.</returns>
    /// <exception cref="StartException">It did not start.</exception>
    /// <remarks>Source: OTP gen_statem:start_link/4.</remarks>
    public static async ValueTask<ServerRef> StartLink(Func<StateMachine> create, ServerName name = default, StartOptions options = default) =>
        (await TryStartLink(create, name, options)).OrThrow();

    /// <summary>As <see cref="StartLink"/>, without the link.</summary>
    public static async ValueTask<ServerRef> Start(Func<StateMachine> create, ServerName name = default, StartOptions options = default) =>
        (await TryStart(create, name, options)).OrThrow();

    /// <summary>As <see cref="StartLink"/>, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink(Func<StateMachine> create, ServerName name = default, StartOptions options = default) =>
        GenServer.TryStartLink(new MachineStart(create), name, options);

    /// <summary>As <see cref="Start"/>, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStart(Func<StateMachine> create, ServerName name = default, StartOptions options = default) =>
        GenServer.TryStart(new MachineStart(create), name, options);

    /// <summary>A state machine as the child of a supervisor.</summary>
    public static ChildSpec Child<TMachine>(Func<TMachine> create, ServerName name = default)
        where TMachine : StateMachine =>
        new(name.IsNone ? typeof(TMachine) : name.ToString(), new ServerChildStart(new MachineStart(create) { MachineType = typeof(TMachine) })) { Name = name };

    /// <summary>Sends a request and waits for the reply, which any later event of the machine may give.</summary>
    /// <exception cref="CallExitException">No such machine, it ended before it replied, or no reply came in time.</exception>
    /// <remarks>Source: OTP gen_statem:call/3.</remarks>
    public static ValueTask<TReply> Call<TReply>(ServerRef machine, object request, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new MachineCall<TReply>(request).Call(machine, options);
    }

    /// <summary>Sends an event that nobody waits for.</summary>
    /// <remarks>Source: OTP gen_statem:cast/2.</remarks>
    public static void Cast(ServerRef machine, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        new MachineCast(message).Cast(machine);
    }

    /// <summary>Ends the machine and waits until it is dead; its Terminate runs.</summary>
    /// <exception cref="CallExitException">No such machine, another reason, or the time is over.</exception>
    public static ValueTask Stop(ServerRef machine, ExitReason? reason = null, TimeSpan? timeout = null) => GenServer.Stop(machine, reason, timeout);

    internal abstract GenServer CreateServer();

    // ---- events ------------------------------------------------------------------------------------------------------

    /// <summary>Something that happened: match its kinds with <c>switch</c>. Source: OTP gen_statem, event_type().</summary>
    public abstract record Event
    {
        private protected Event()
        {
        }
    }

    /// <summary>A request that wants a reply, now or from a later state.</summary>
    /// <param name="Request">What was asked.</param>
    /// <param name="From">Who waits for the reply.</param>
    public sealed record CallEvent(object Request, From From) : Event;

    /// <summary>A message sent with <see cref="Cast"/>.</summary>
    public sealed record CastEvent(object Message) : Event;

    /// <summary>Any other message: a plain send, <see cref="Down"/>, <see cref="Exit"/>.</summary>
    public sealed record InfoEvent(object Message) : Event;

    /// <summary>An event that the machine inserted itself with <c>NextEvent</c>.</summary>
    public sealed record InternalEvent(object Content) : Event;

    /// <summary>The machine has stayed in one state for the time given to <c>StateTimeout</c>.</summary>
    public sealed record StateTimeoutEvent(object? Content) : Event;

    /// <summary>No event has come for the time given to <c>EventTimeout</c>.</summary>
    public sealed record EventTimeoutEvent(object? Content) : Event;

    /// <summary>The time given to <c>Timeout</c> with this name is over.</summary>
    public sealed record TimeoutEvent(object Name, object? Content) : Event;

    /// <summary>The state has been entered. Comes first in a state, to a machine that <c>CallsEnter</c>.</summary>
    /// <param name="OldState">The state before; at the start, and after <c>Repeat</c>, the state itself.</param>
    public sealed record EnterEvent(object OldState) : Event;

    /// <summary>Who waits for the reply to a <see cref="CallEvent"/>. Keep it in the data to answer later.</summary>
    /// <remarks>The first reply counts. When the machine ends, the caller gets its exit reason.</remarks>
    public readonly record struct From
    {
        private readonly IMachineCall? _call;
        private readonly int _version;

        internal From(IMachineCall call, int version)
        {
            _call = call;
            _version = version;
        }

        internal void Reply(object? value)
        {
            if (_call is null)
                throw new InvalidOperationException("This From is the default value and has no caller. Take it from a CallEvent.");
            _call.Reply(_version, value);
        }
    }
}
