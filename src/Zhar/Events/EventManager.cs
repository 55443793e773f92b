namespace Zhar;

/// <summary>Hands events to a changing set of handlers in one process: OTP's gen_event. The address of one such process.</summary>
/// <remarks>
/// <para>Handlers are called one after the other, the newest first; one that fails is removed alone. To send events to processes use
/// <c>PubSub</c>, which is what most programs want; an event manager is for plug-ins that share one process.</para>
/// <code>
/// var events = await EventManager.StartLink(name: "alarms");
/// await events.AddHandler(new AlarmLog());
/// events.Notify(new Alarm("door open"));
/// </code>
/// A handler's id is its type unless another is given; an id is there once. Source: OTP gen_event.
/// </remarks>
/// <param name="Address">Where the manager is.</param>
public readonly record struct EventManager(ServerRef Address) : IServerRef<EventManager>
{
    /// <summary>The name of a manager that got no other: its type's.</summary>
    public static ServerName DefaultName => ServerName.Of(typeof(EventManager).FullName!);

    /// <summary>The manager at <paramref name="address"/>, a name or a pid.</summary>
    public static EventManager At(ServerRef address) => new(address);

    /// <summary>Starts a manager without handlers, linked with the current process.</summary>
    /// <exception cref="StartException">The name is taken.</exception>
    public static async ValueTask<EventManager> StartLink(ServerName name = default) => new((await GenServer.TryStartLink(new EventManagerStart(), name)).OrThrow());

    /// <summary>As above, without the link.</summary>
    public static async ValueTask<EventManager> Start(ServerName name = default) => new((await GenServer.TryStart(new EventManagerStart(), name)).OrThrow());

    /// <summary>A manager as the child of a supervisor.</summary>
    public static ChildSpec Child(ServerName name = default) =>
        new(name.IsNone ? typeof(EventManager) : name.ToString(), new ServerChildStart(new EventManagerStart())) { Name = name };

    /// <summary>Adds a handler in front of the others.</summary>
    /// <returns>An error when the id is there already (<c>already_added</c>), or with the reason for which its Init failed.</returns>
    /// <remarks>Source: OTP gen_event:add_handler/3.</remarks>
    public ValueTask<Result<Unit>> AddHandler(GenEventHandler handler, object? id = null, CallOptions options = default) =>
        Ask(new EventManagerServer.AddRequest(Checked(handler), id ?? handler.GetType(), supervised: false), options);

    /// <summary>As <see cref="AddHandler"/>, tied to the current process: when that ends the handler is removed, and when the handler leaves the process gets an
    /// <see cref="EventHandlerExit"/>. The process and the manager are linked. Source: OTP gen_event:add_sup_handler/3.</summary>
    public ValueTask<Result<Unit>> AddSupervisedHandler(GenEventHandler handler, object? id = null, CallOptions options = default)
    {
        Process.Live("EventManager.AddSupervisedHandler");
        return Ask(new EventManagerServer.AddRequest(Checked(handler), id ?? handler.GetType(), supervised: true), options);
    }

    /// <summary>Removes a handler and gives what its Terminate returned.</summary>
    /// <returns>An error <c>module_not_found</c> when there is no such handler.</returns>
    /// <remarks>Source: OTP gen_event:delete_handler/3.</remarks>
    public ValueTask<Result<object?>> DeleteHandler(object id, object? argument = null, CallOptions options = default) =>
        Ask(new EventManagerServer.DeleteRequest(CheckedId(id), argument), options);

    /// <summary>Puts a handler in the place of another, which is terminated first: the new one's InitSwapped gets the old one's result.</summary>
    /// <param name="oldId">The handler to replace; when there is none, the new one is added all the same.</param>
    /// <param name="handler">The new handler.</param>
    /// <param name="newId">Its id. Default: its type.</param>
    /// <param name="argument">Goes to the old one's Terminate.</param>
    /// <param name="options">Timeout of the call.</param>
    /// <remarks>A supervised handler's successor is supervised by the same process. Source: OTP gen_event:swap_handler/3.</remarks>
    public ValueTask<Result<Unit>> SwapHandler(object oldId, GenEventHandler handler, object? newId = null, object? argument = null, CallOptions options = default) =>
        Ask(new EventManagerServer.SwapRequest(CheckedId(oldId), argument, Checked(handler), newId ?? handler.GetType(), supervised: false), options);

    /// <summary>As <see cref="SwapHandler"/>, with the new handler tied to the current process. Source: OTP gen_event:swap_sup_handler/3.</summary>
    public ValueTask<Result<Unit>> SwapSupervisedHandler(object oldId, GenEventHandler handler, object? newId = null, object? argument = null, CallOptions options = default)
    {
        Process.Live("EventManager.SwapSupervisedHandler");
        return Ask(new EventManagerServer.SwapRequest(CheckedId(oldId), argument, Checked(handler), newId ?? handler.GetType(), supervised: true), options);
    }

    /// <summary>Sends an event to all handlers without waiting.</summary>
    public void Notify(object e)
    {
        ArgumentNullException.ThrowIfNull(e);
        new EventManagerServer.NotifyCast(e).Cast(Address);
    }

    /// <summary>Sends an event and waits until all handlers have handled it.</summary>
    public async ValueTask SyncNotify(object e, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(e);
        await new EventManagerServer.SyncNotifyRequest(e).Call(Address, options);
    }

    /// <summary>Sends a request to one handler.</summary>
    /// <returns>Its reply, or an error: <c>bad_module</c> when there is no such handler, or the reason for which it failed and was removed.</returns>
    /// <exception cref="CallExitException">There is no such manager, or the time is over.</exception>
    /// <remarks>Source: OTP gen_event:call/4.</remarks>
    public async ValueTask<Result<TReply>> Call<TReply>(object id, object request, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await new EventManagerServer.HandlerCallRequest(CheckedId(id), request).Call(Address, options) switch
        {
            Ok<object?> { Value: TReply reply } => new Ok<TReply>(reply),
            Ok<object?> { Value: null } when default(TReply) is null => new Ok<TReply>(default!),
            Error<object?> error => new Error<TReply>(error.Reason),
            var other => throw new InvalidCastException($"The handler {id} answered {request} with {other}, not with a {typeof(TReply).Name}."),
        };
    }

    /// <summary>The ids of the handlers, newest first.</summary>
    public ValueTask<IReadOnlyList<object>> WhichHandlers(CallOptions options = default) => Ask(new EventManagerServer.WhichRequest(), options);

    /// <summary>Ends the manager: each handler's Terminate runs, supervising processes are told <c>shutdown</c>.</summary>
    public ValueTask Stop(ExitReason? reason = null, TimeSpan? timeout = null) => GenServer.Stop(Address, reason, timeout);

    private ValueTask<T> Ask<T>(Runtime.CallMessage<T> request, in CallOptions options) => request.Call(Address, options);

    private static GenEventHandler Checked(GenEventHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler;
    }

    private static object CheckedId(object id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id;
    }
}
