using System.Runtime.CompilerServices;
using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>What a process can do: spawn, send, link, monitor, exit, names, timers. All of it works on the current process, as Elixir's Process module does.</summary>
/// <remarks>
/// Outside a process these operations throw <see cref="NotInProcessException"/>; go through <see cref="Node"/> there.
/// Source: OTP erlang module, Elixir Process.
/// </remarks>
public static partial class Process
{
    /// <summary>The current process.</summary>
    public static Pid Self => Current("Process.Self").Pid;

    /// <summary>Whether a process runs here.</summary>
    public static bool IsInside => Executor.Current?.Process is not null;

    /// <summary>Cancelled when the current process ends.</summary>
    public static CancellationToken Token => Current("Process.Token").Token;

    /// <summary>
    /// Whether exit signals reach the current process as <see cref="Zhar.Exit"/> messages instead of ending it. Read when a signal comes in.
    /// Source: OTP process_flag(trap_exit, true).
    /// </summary>
    public static bool TrapExit
    {
        get => Current("Process.TrapExit").TrapsExits;
        set => Current("Process.TrapExit").TrapsExits = value;
    }

    // ---- spawn -------------------------------------------------------------------------------------------------------

    /// <summary>Starts a process that runs <paramref name="body"/> and ends when it returns.</summary>
    public static Pid Spawn(Func<ProcessContext, Task> body) => Start(body, "Process.Spawn", link: false).Pid;

    /// <summary>As above, for a body that does not wait.</summary>
    public static Pid Spawn(Action<ProcessContext> body) => Start(body, "Process.Spawn", link: false).Pid;

    /// <summary>As <see cref="Spawn(Func{ProcessContext, Task})"/>, linked to the current process before it runs.</summary>
    public static Pid SpawnLink(Func<ProcessContext, Task> body) => Start(body, "Process.SpawnLink", link: true).Pid;

    /// <summary>As above, for a body that does not wait.</summary>
    public static Pid SpawnLink(Action<ProcessContext> body) => Start(body, "Process.SpawnLink", link: true).Pid;

    /// <summary>As <see cref="Spawn(Func{ProcessContext, Task})"/>, monitored by the current process before it runs.</summary>
    public static (Pid Pid, MonitorRef Monitor) SpawnMonitor(Func<ProcessContext, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartMonitored(new RawBehaviour(body));
    }

    /// <summary>As above, for a body that does not wait.</summary>
    public static (Pid Pid, MonitorRef Monitor) SpawnMonitor(Action<ProcessContext> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartMonitored(new RawBehaviour(body));
    }

    private static (Pid Pid, MonitorRef Monitor) StartMonitored(RawBehaviour behaviour)
    {
        var self = Current("Process.SpawnMonitor");
        var core = self.Node.Create(behaviour, self, link: false);
        var monitor = MonitorRef.Of(self, core, self.MarkMailbox());
        core.AddMonitor(monitor);
        self.Node.Scheduler.Schedule(core);
        return (core.Pid, monitor);
    }

    // ---- send and receive --------------------------------------------------------------------------------------------

    /// <summary>Sends a message. Never fails: one for a dead process is dropped. Messages from one sender arrive in order.</summary>
    /// <remarks>Works outside a process too, for a pid of a node in this OS process. Source: OTP erlang:send/2.</remarks>
    /// <exception cref="ArgumentException">The pid is the default value.</exception>
    public static void Send(Pid to, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (to.Target is not { } target)
            throw new ArgumentException("The pid is the default value and names no process. Test IsNone before sending to a pid that may be missing.", nameof(to));
        var node = Executor.CurrentNode ?? target.NodeId.Local ?? throw new NotInProcessException("Process.Send to another node");
        node.Send(target, new MessageSignal(message));
    }

    /// <summary>Sends a message to whoever has <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">Nobody has the name. Casts to an unknown name are silent; a plain send is not. Source: OTP erlang:send/2, badarg.</exception>
    public static void Send(ServerName name, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var node = Current("Process.Send").Node;
        if (new ServerRef(name, node).Resolve(out _) is not { } target)
        {
            throw new ArgumentException(
                $"No process is registered as '{name}'. Register it with Process.Register, start a server with that name, or use TrySend where it may be missing.", nameof(name));
        }

        node.Send(target, new MessageSignal(message));
    }

    /// <summary>As <see cref="Send(ServerName, object)"/>. False: nobody has the name.</summary>
    public static bool TrySend(ServerName name, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var node = Current("Process.TrySend").Node;
        if (new ServerRef(name, node).Resolve(out _) is not { } target)
            return false;
        node.Send(target, new MessageSignal(message));
        return true;
    }

    /// <summary>Waits for the first message of type <typeparamref name="T"/>; others stay in the mailbox, in order.</summary>
    /// <remarks>In a server use an <c>[Info]</c> handler instead: while this waits, the server handles nothing else.</remarks>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public static async ValueTask<T> Receive<T>(Func<T, bool>? match = null)
        where T : notnull => (T)(await ReceiveCore(Current("Process.Receive"), m => m is T t && (match is null || match(t)), -1).ConfigureAwait(true))!;

    /// <summary>As above, for at most <paramref name="timeout"/>. The default value when none came in time.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public static async ValueTask<T?> Receive<T>(TimeSpan timeout, Func<T, bool>? match = null)
        where T : notnull
    {
        var message = await ReceiveCore(Current("Process.Receive"), m => m is T t && (match is null || match(t)), Durations.MillisecondsOrInfinite(timeout, nameof(timeout))).ConfigureAwait(true);
        return message is null ? default : (T)message;
    }

    /// <summary>
    /// Waits for the first message of type <typeparamref name="T"/> that came after <paramref name="since"/> was made; without <paramref name="match"/>
    /// for the one that belongs to it. Takes the same time however many older messages wait.
    /// </summary>
    /// <example><code>
    /// MonitorRef monitor = Process.Monitor(worker);
    /// Down down = await Process.Receive&lt;Down&gt;(monitor);
    /// </code></example>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public static async ValueTask<T> Receive<T>(ProcessRef since, Func<T, bool>? match = null)
        where T : notnull => (T)(await ReceiveCore(Current("Process.Receive"), Match(since, match), -1, since.Mark).ConfigureAwait(true))!;

    /// <summary>As above, for at most <paramref name="timeout"/>. The default value when none came in time.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public static async ValueTask<T?> Receive<T>(ProcessRef since, TimeSpan timeout, Func<T, bool>? match = null)
        where T : notnull
    {
        var message = await ReceiveCore(Current("Process.Receive"), Match(since, match), Durations.MillisecondsOrInfinite(timeout, nameof(timeout)), since.Mark).ConfigureAwait(true);
        return message is null ? default : (T)message;
    }

    /// <summary>Waits without blocking a thread. The process handles no message meanwhile.</summary>
    public static ValueTask Delay(TimeSpan time)
    {
        var self = Current("Process.Delay");
        return new DelayOperation(self).Start(Durations.MillisecondsOrInfinite(time, nameof(time)));
    }

    // ---- links and monitors ------------------------------------------------------------------------------------------

    /// <summary>Links the current process with another: when one ends abnormally, so does the other, unless it traps exits. At most one link per pair.</summary>
    /// <remarks>
    /// A process on another node is linked by a signal, so this never throws there: a dead one answers with an exit signal <c>noproc</c>, and a
    /// connection that is missing or gets lost with <c>noconnection</c>. Source: OTP erlang:link/1.
    /// </remarks>
    /// <exception cref="ProcessExitException">The local process is dead (<c>noproc</c>) and the current one does not trap exits; one that does gets an <see cref="Zhar.Exit"/> message.</exception>
    public static void Link(Pid pid)
    {
        var self = Live("Process.Link");
        var target = Target(self, pid);
        if (!ReferenceEquals(target.NodeId, self.NodeId))
            self.Node.Links.Link(self, target);
        else if (target is ProcessCore peer && self.TryLink(peer))
            return;
        else if (self.TrapsExits)
            self.Push(new ExitSignal(new Exit(pid, ExitReason.NoProc)));
        else
            throw new ProcessExitException(ExitReason.NoProc);
    }

    /// <summary>Takes a link off. No exit signal of that process is added after this returns; one that is in the mailbox stays.</summary>
    public static void Unlink(Pid pid)
    {
        var self = Live("Process.Unlink");
        var target = Target(self, pid);
        if (target is ProcessCore peer)
            self.Unlink(peer);
        else
            self.Node.Links.Unlink(self, target);
    }

    /// <summary>Watches a process: when it ends, or if it is dead already, a <see cref="Down"/> with this reference comes. Each call makes a new monitor.</summary>
    public static MonitorRef Monitor(Pid pid)
    {
        var self = Live("Process.Monitor");
        return Watch(MonitorRef.Of(self, Target(self, pid), self.MarkMailbox()));
    }

    /// <summary>As <see cref="Monitor(Pid)"/>, together with an alias, <see cref="MonitorRef.Alias"/>, that ends with it. Source: OTP erlang:monitor/3, <c>{alias, Mode}</c>.</summary>
    public static MonitorRef MonitorWithAlias(Pid pid, AliasMode mode = AliasMode.ReplyDemonitor)
    {
        var self = Live("Process.MonitorWithAlias");
        var alias = Alias(mode);
        var monitor = MonitorRef.Of(self, Target(self, pid), alias);
        alias.Monitor = monitor;
        return Watch(monitor);
    }

    /// <summary>Watches whoever has the name now. When nobody has, a <see cref="Down"/> with <c>noproc</c> comes at once.</summary>
    public static MonitorRef Monitor(ServerName name) => Monitor(new ServerRef(name));

    /// <summary>Watches whoever is behind the address now: a pid, a name, or a name on another node (<see cref="ServerRef.On"/>).</summary>
    /// <remarks>When the connection to the other node is missing or gets lost, the reason of the <see cref="Down"/> is <c>noconnection</c>.</remarks>
    public static MonitorRef Monitor(ServerRef server)
    {
        var self = Live("Process.Monitor");
        var target = server.Resolve(out _);
        if (target is not null)
            target = self.Node.Links.AddressOf(target);
        var monitor = MonitorRef.Of(self, target, server.NameAnywhere, self.MarkMailbox());
        if (target is not null)
            return Watch(monitor);
        self.TryAddLink(monitor);
        ProcessCore.FireMonitor(monitor, ExitReason.NoProc);
        return monitor;
    }

    /// <summary>Takes a monitor off. No <see cref="Down"/> is added after this returns.</summary>
    /// <param name="monitor">The monitor, of the current process.</param>
    /// <param name="flush">Also removes a <see cref="Down"/> that is in the mailbox already.</param>
    /// <returns>Whether the monitor was still on; false when it had fired or was off.</returns>
    /// <exception cref="InvalidOperationException">The monitor belongs to another process.</exception>
    public static bool Demonitor(MonitorRef monitor, bool flush = false)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        var self = Current("Process.Demonitor");
        if (!ReferenceEquals(monitor.Watcher, self))
            throw new InvalidOperationException($"{monitor} belongs to {monitor.Watcher.Pid}; only its owner can take it off.");
        var active = ProcessCore.RemoveMonitor(monitor);
        if (active && monitor.Target is { } remote and not ProcessCore)
            self.Node.Links.Demonitor(monitor, remote);
        if (flush && !active)
        {
            using var scope = self.Enter();
            self.TakeWhere(s => s.Payload is Down down && ReferenceEquals(down.Ref, monitor));
        }

        return active;
    }

    /// <summary>Sends an exit signal. What it does depends on the receiver: see the table in docs/architecture/process.md. Source: OTP erlang:exit/2.</summary>
    public static void Exit(Pid pid, ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var self = Executor.Current?.Process;
        self?.ThrowIfDead();
        if (self is null)
            Local(pid.IsNone ? throw NoPid(nameof(pid)) : pid)?.OnExitSignal(default, reason);
        else if (Target(self, pid) is ProcessCore core)
            core.OnExitSignal(self.Pid, reason);
        else
            self.Node.Links.Exit(self, Target(self, pid), reason);
    }

    /// <summary>
    /// Ends the current process with <paramref name="reason"/>, by an exception. A server ends also when its handler swallows that, as
    /// <c>catch (Exception)</c> does, once the handler has returned. Source: OTP erlang:exit/1.
    /// </summary>
    [DoesNotReturn]
    public static void Exit(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Current("Process.Exit").NoteExit(reason);
        throw new ProcessExitException(reason);
    }

    /// <summary>Whether the process lives. By the time you know, it may not.</summary>
    /// <remarks>Only for processes of this node: what lives on another one cannot be known without asking. Source: OTP is_process_alive/1, badarg.</remarks>
    /// <exception cref="ArgumentException">The pid is one of another node.</exception>
    public static bool IsAlive(Pid pid) => Local(pid) is { IsDead: false };

    // ---- names, dictionary, alias ------------------------------------------------------------------------------------

    /// <summary>Gives the current process a name. It is free again when the process has ended.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the process has a name already.</exception>
    public static void Register(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var self = Live("Process.Register");
        if (self.Node.Names.TryRegister(name, self) is { } conflict)
            throw new ArgumentException($"Cannot register {self.Pid} as '{name}': {conflict.Reason}.", nameof(name));
    }

    /// <summary>Gives the current process' name back.</summary>
    /// <exception cref="ArgumentException">The current process does not have that name.</exception>
    public static void Unregister(string name)
    {
        var self = Current("Process.Unregister");
        if (!self.Node.Names.Unregister(name, self))
            throw new ArgumentException($"{self.Pid} is not registered as '{name}'.", nameof(name));
    }

    /// <summary>Who has the name; the default value when nobody has.</summary>
    public static Pid WhereIs(ServerName name) => new ServerRef(name, Current("Process.WhereIs").Node).WhereIs();

    /// <summary>Names the current process in reports, without registering it.</summary>
    public static void SetLabel(string label) => Current("Process.SetLabel").Cold.Label = label;

    /// <summary>Reads the current process' dictionary. Source: OTP get/1.</summary>
    public static object? Get(object key) => Current("Process.Get").ColdOrNull?.Dictionary?.GetValueOrDefault(key);

    /// <summary>Writes the current process' dictionary and returns the old value. Source: OTP put/2.</summary>
    public static object? Put(object key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var dictionary = Current("Process.Put").Cold.Dictionary ??= [];
        dictionary.TryGetValue(key, out var old);
        dictionary[key] = value;
        return old;
    }

    /// <summary>Makes a temporary address of the current process.</summary>
    public static AliasRef Alias(AliasMode mode = AliasMode.Explicit)
    {
        var self = Live("Process.Alias");
        var alias = new AliasRef(self, mode);
        self.AddAlias(alias);
        return alias;
    }

    /// <summary>Switches an alias off. False: it was off.</summary>
    public static bool Unalias(AliasRef alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        var self = Current("Process.Unalias");
        if (!ReferenceEquals(alias.Owner, self))
            throw new InvalidOperationException($"The alias belongs to {alias.Owner.Pid}; only its owner can switch it off.");
        return self.Deactivate(alias);
    }

    // ---- timers ------------------------------------------------------------------------------------------------------

    /// <summary>Sends <paramref name="message"/> to <paramref name="to"/> after <paramref name="time"/>, unless the receiver ends or the timer is cancelled first.</summary>
    public static TimerRef SendAfter(Pid to, TimeSpan time, object message) => StartTimer(new ServerRef(to), time, _ => message);

    /// <summary>As above, for a name that is looked up when the time has come.</summary>
    public static TimerRef SendAfter(ServerName to, TimeSpan time, object message) => StartTimer(new ServerRef(to), time, _ => message);

    /// <summary>
    /// Sends <paramref name="message"/> to <paramref name="to"/> after each <paramref name="interval"/>, until the receiver ends or
    /// <see cref="CancelTimer"/>. The intervals count from the start, so they do not drift.
    /// </summary>
    /// <remarks>To a process of another node until the current one ends. In a server write <c>[Tick]</c>. Source: OTP timer:send_interval/3.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The interval is below a millisecond.</exception>
    public static TimerRef SendInterval(Pid to, TimeSpan interval, object message) => StartTimer(new ServerRef(to), interval, _ => message, repeats: true);

    /// <summary>As above, for a name that is looked up each time; until the current process ends or <see cref="CancelTimer"/>.</summary>
    public static TimerRef SendInterval(ServerName to, TimeSpan interval, object message) => StartTimer(new ServerRef(to), interval, _ => message, repeats: true);

    /// <summary>As <see cref="SendAfter(Pid, TimeSpan, object)"/>, with the message inside a <see cref="TimerFired"/> that names the timer.</summary>
    public static TimerRef StartTimer(Pid to, TimeSpan time, object message) => StartTimer(new ServerRef(to), time, timer => new TimerFired(timer, message));

    /// <summary>As above, for a name that is looked up when the time has come.</summary>
    public static TimerRef StartTimer(ServerName to, TimeSpan time, object message) => StartTimer(new ServerRef(to), time, timer => new TimerFired(timer, message));

    /// <summary>Takes a timer off.</summary>
    /// <returns>The time it had left, or <c>null</c> when it had fired or was off: then its message is sent, or never will be.</returns>
    public static TimeSpan? CancelTimer(TimerRef timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var left = timer.Node.Timers.Cancel(timer.Entry!);
        return left < 0 ? null : TimeSpan.FromMilliseconds(left);
    }

    /// <summary>The time a timer has left, or <c>null</c> when it has fired or is off.</summary>
    public static TimeSpan? ReadTimer(TimerRef timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var left = timer.Node.Timers.Remaining(timer.Entry!);
        return left < 0 ? null : TimeSpan.FromMilliseconds(left);
    }

    // ---- information -------------------------------------------------------------------------------------------------

    /// <summary>What is known of a process, or <c>null</c> when it is dead. Read from outside while it runs, so each figure is a moment's.</summary>
    /// <exception cref="ArgumentException">The pid is one of another node. Source: OTP process_info/1, badarg.</exception>
    public static ProcessInfo? Info(Pid pid) => Local(pid) is { IsDead: false } core ? new ProcessInfo(core) : null;

    // ---- helpers -----------------------------------------------------------------------------------------------------

    internal static ProcessCore Current(string operation) => Executor.Current?.Process ?? throw new NotInProcessException(operation);

    /// <summary>The current process, which must not be dead: what it would change now could never be undone by its death.</summary>
    internal static ProcessCore Live(string operation)
    {
        var self = Current(operation);
        self.ThrowIfDead();
        return self;
    }

    internal static ValueTask<object?> ReceiveCore(ProcessCore core, Func<object, bool> match, int timeoutMilliseconds, ReceiveMark? since = null)
    {
        if (!ReferenceEquals(Executor.Current?.Process, core))
            throw new InvalidOperationException($"Only {core.Pid} itself can receive its messages.");
        core.ThrowIfDead();
        if (since is not null || core.ReceiveOrNull is not null)
            return core.Receive.Receive(core, match, timeoutMilliseconds, since);

        // Many processes take their messages in the order they come: those need no list of the ones that they have put aside.
        return core.TryReceiveOldest(match, out var refused) is { } message
            ? new(message)
            : core.Receive.Receive(core, match, timeoutMilliseconds, refused);
    }

    internal static Func<object, bool> Match<T>(ProcessRef since, Func<T, bool>? match)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(since);
        return match is not null ? m => m is T t && match(t) : since switch
        {
            MonitorRef => m => m is T && (m is not Down down || ReferenceEquals(down.Ref, since)),
            TimerRef => m => m is T && (m is not TimerFired fired || ReferenceEquals(fired.Timer, since)),
            _ => static m => m is T,
        };
    }

    private static ProcessCore Start(Func<ProcessContext, Task> body, string operation, bool link)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new RawBehaviour(body), operation, link);
    }

    private static ProcessCore Start(Action<ProcessContext> body, string operation, bool link)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(new RawBehaviour(body), operation, link);
    }

    private static ProcessCore Start(RawBehaviour behaviour, string operation, bool link)
    {
        var self = Live(operation);
        var core = self.Node.Create(behaviour, self, link);
        self.Node.Scheduler.Schedule(core);
        return core;
    }

    private static MonitorRef Watch(MonitorRef monitor)
    {
        if (monitor.Target is ProcessCore core)
            core.AddMonitor(monitor);
        else
            monitor.Watcher.Node.Links.Monitor(monitor, monitor.Target!); // a monitor without a target never comes here
        return monitor;
    }

    private static TimerRef StartTimer(ServerRef to, TimeSpan time, Func<TimerRef, object> message, bool repeats = false)
    {
        var self = Live(repeats ? "Process.SendInterval" : "Process.SendAfter");
        var node = self.Node;
        var milliseconds = Durations.Milliseconds(time, nameof(time));
        if (repeats && milliseconds == 0)
            throw new ArgumentOutOfRangeException(nameof(time), time, "An interval is at least one millisecond.");
        var timer = new TimerRef(node, self.MarkMailbox());
        var payload = message(timer) ?? throw new ArgumentNullException(nameof(message));
        timer.Entry = new TimerEntry { Destination = to, Message = payload, Owner = to.Pid.Target is ProcessCore owner && ReferenceEquals(owner.Node, node) ? owner : repeats ? self : null };
        timer.Entry.IntervalMilliseconds = repeats ? milliseconds : 0;
        if (timer.Entry.Owner is { IsDead: true })
            timer.Entry.Done = true;
        else
            node.Timers.Add(timer.Entry, milliseconds);
        return timer;
    }

    /// <summary>The process as <paramref name="self"/>'s node knows it: a core when it is a local process, else an address.</summary>
    private static PidTarget Target(ProcessCore self, Pid pid)
    {
        var target = pid.Target ?? throw NoPid(nameof(pid));
        return target is ProcessCore && ReferenceEquals(target.NodeId, self.NodeId) ? target : self.Node.Links.AddressOf(target);
    }

    private static ArgumentException NoPid(string parameter) => new("The pid is the default value and names no process.", parameter);

    /// <summary>The core behind a pid of this node. From outside a process, of any node in this OS process.</summary>
    private static ProcessCore? Local(Pid pid)
    {
        if (pid.Target is not { } target)
            return null;
        var node = Executor.CurrentNode ?? target.NodeId.Local;
        if (node is not null && ReferenceEquals(target.NodeId, node.Id))
            return target as ProcessCore ?? node.Processes.Find(target.Id);
        if (node is not null && target.NodeId.Name == node.Name)
            return null; // of an earlier incarnation of this node
        throw new ArgumentException($"{pid} is a process of the node '{pid.Node}', and only that node knows whether it lives. Monitor it instead.", nameof(pid));
    }
}
