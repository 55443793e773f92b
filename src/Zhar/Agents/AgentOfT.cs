namespace Zhar;

/// <summary>A value kept by a process, read and changed by functions that run inside it. The address of one such process.</summary>
/// <remarks>
/// <code>
/// var counter = await Agent.StartLink(() => 1);
/// await counter.Update(n => n + 1);
/// int two = await counter.Get(n => n);
/// </code>
/// <para>The functions run in the agent, one at a time, and block it: do slow work outside. They must not capture what others change.
/// An exception in a function ends the agent with it and fails the caller. For messages, timers or more than one value write a <see cref="GenServer{TState}"/>.</para>
/// Source: Elixir Agent.
/// </remarks>
/// <typeparam name="T">A value, replaced at each update: a record or another immutable type.</typeparam>
/// <param name="Address">Where the agent is.</param>
public readonly record struct Agent<T>(ServerRef Address) : IServerRef<Agent<T>>
{
    /// <summary>The name of an agent that got no other: its type's.</summary>
    public static ServerName DefaultName => ServerName.Of<Agent<T>>();

    /// <summary>The agent at <paramref name="address"/>, a name or a pid.</summary>
    public static Agent<T> At(ServerRef address) => new(address);

    /// <summary>Starts an agent linked with the current process; <paramref name="initial"/> runs inside it.</summary>
    /// <exception cref="StartException">The function failed, or the name is taken.</exception>
    public static async ValueTask<Agent<T>> StartLink(Func<T> initial, ServerName name = default) => new((await TryStartLink(initial, name)).OrThrow());

    /// <summary>As above, without the link.</summary>
    public static async ValueTask<Agent<T>> Start(Func<T> initial, ServerName name = default) => new((await TryStart(initial, name)).OrThrow());

    /// <summary>As <see cref="StartLink"/>, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink(Func<T> initial, ServerName name = default, StartOptions options = default) =>
        GenServer.TryStartLink(new AgentStart<T>(initial), name, options);

    /// <summary>As <see cref="Start"/>, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStart(Func<T> initial, ServerName name = default, StartOptions options = default) =>
        GenServer.TryStart(new AgentStart<T>(initial), name, options);

    /// <summary>An agent as the child of a supervisor. A restarted agent begins with <paramref name="initial"/> again.</summary>
    public static ChildSpec Child(Func<T> initial, ServerName name = default) =>
        new(name.IsNone ? typeof(Agent<T>) : name.ToString(), new ServerChildStart(new AgentStart<T>(initial))) { Name = name };

    /// <summary>The value.</summary>
    public ValueTask<T> Get(CallOptions options = default) => Get(static value => value, options);

    /// <summary>What <paramref name="read"/> makes of the value.</summary>
    /// <exception cref="CallExitException">No such agent; the function failed, and the agent with it; or the time is over, and the agent lives.</exception>
    public ValueTask<TResult> Get<TResult>(Func<T, TResult> read, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new AgentCall<T, TResult>("Get", value => (read(value), value)).Call(Address, options);
    }

    /// <summary>Replaces the value and waits until that is done.</summary>
    /// <exception cref="CallExitException">As for <see cref="Get{TResult}"/>.</exception>
    public async ValueTask Update(Func<T, T> change, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        await new AgentCall<T, Unit>("Update", value => (default, change(value))).Call(Address, options).ConfigureAwait(true);
    }

    /// <summary>Replaces the value by the second of the pair that <paramref name="change"/> returns, and gives the first.</summary>
    /// <exception cref="CallExitException">As for <see cref="Get{TResult}"/>.</exception>
    public ValueTask<TResult> GetAndUpdate<TResult>(Func<T, (TResult Result, T Next)> change, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new AgentCall<T, TResult>("GetAndUpdate", change).Call(Address, options);
    }

    /// <summary>Replaces the value, without waiting. Later calls of the same process see it.</summary>
    public void Cast(Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        new AgentCast<T>(change).Cast(Address);
    }

    /// <summary>Ends the agent and waits until it is dead.</summary>
    /// <param name="reason">Default <see cref="ExitReason.Normal"/>.</param>
    /// <param name="timeout">Longest wait. Default: as long as it takes.</param>
    /// <exception cref="CallExitException">No such agent, another reason, or the time is over.</exception>
    public ValueTask Stop(ExitReason? reason = null, TimeSpan? timeout = null) => GenServer.Stop(Address, reason, timeout);
}
