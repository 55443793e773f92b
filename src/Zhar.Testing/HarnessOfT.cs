using System.Runtime.ExceptionServices;
using Zhar.Runtime;

namespace Zhar.Testing;

/// <summary>One server, its state and its effects. Made by <see cref="Harness"/>.</summary>
/// <typeparam name="TRef">The server's generated client.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
public sealed class Harness<TRef, TState> : IAsyncDisposable
    where TRef : struct, IServerRef<TRef>
{
    private readonly TestNode _node;
    private readonly List<Probe> _probes = [];
    private readonly List<object> _handled = [];
    private ProcessCore _core = null!;  // both set by the constructor, when the server has started
    private GenServer _server = null!;

    internal Harness(TestNode node, Func<ValueTask<StartResult>> start)
    {
        _node = node;
        node.Node.OnStarted += Adopt;
        StartResult? result = null;
        Wait(node.Run(async _ => result = await start().ConfigureAwait(true)));
        Settle();
        result!.OrThrow();
        if (_core is null)
            throw new ArgumentException($"The server keeps no state of type {typeof(TState).Name}. Write the harness with the type argument of its GenServer<…>.");
        Ref = TRef.At(new ServerRef(Pid));
    }

    /// <summary>The server.</summary>
    public Pid Pid => _core.Pid;

    /// <summary>Its client, to give to others. The test itself goes through <see cref="Call{T}"/> and <see cref="Cast"/>.</summary>
    public TRef Ref { get; }

    /// <summary>Its state now; its last one when it has ended.</summary>
    public TState State => (TState)_server.StateObject!;

    /// <summary>Why it ended, or <c>null</c> while it lives.</summary>
    public ExitReason? Stopped => _core.IsDead ? _core.ExitReason : null;

    /// <summary>What it has handled since its Init, oldest first: calls, casts and ticks as text (<c>Increment(2)</c>), messages and continue steps as they are.</summary>
    public IReadOnlyList<object> Handled => _handled;

    /// <summary>What its probes got, see <see cref="StartProbe"/>; in order for each probe.</summary>
    public IReadOnlyList<object> Sent => [.. _probes.SelectMany(static probe => probe.Messages)];

    /// <summary>What it logged.</summary>
    public LogCapture Log => _node.Log;

    /// <summary>The timers that will wake it: of <c>Process.SendAfter</c> to itself, of ticks, and its idle timeout.</summary>
    public IReadOnlyList<HarnessTimer> Timers => _core.IsDead ? [] : [.. (_core.ColdOrNull?.Timers ?? [])
        .Where(static entry => !entry.Done && entry.Post is null)
        .Select(entry => new HarnessTimer(
            TimeSpan.FromMilliseconds(entry.Due - _node.Node.Timers.Now),
            entry.Message ?? entry.Tick?.ToString() ?? entry.Signal!.Payload))
        .OrderBy(static timer => timer.Left)];

    /// <summary>Starts a stand-in for a process that the server sends to.</summary>
    /// <param name="name">Registers it.</param>
    public Probe StartProbe(string? name = null)
    {
        var probe = _node.StartProbe(name);
        _probes.Add(probe);
        Settle();
        return probe;
    }

    /// <summary>Calls the server and waits for the reply, in virtual time.</summary>
    /// <exception cref="CallExitException">The handler failed or stopped without a reply, or kept the reply for longer than the timeout.</exception>
    public async Task<T> Call<T>(Func<TRef, ValueTask<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var outcome = await _node.Run(_ => Outcome(call)).ConfigureAwait(true);
        Settle();
        return outcome();
    }

    /// <summary>As above, for a call without a reply value.</summary>
    public Task Call(Func<TRef, ValueTask> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Call(async server =>
        {
            await call(server).ConfigureAwait(true);
            return true;
        });
    }

    /// <summary>Calls the server and comes back before the reply, for a handler that answers later through its <see cref="From{T}"/>.</summary>
    /// <returns>Completes in a later operation of this harness. Look at <c>IsCompleted</c> before awaiting it.</returns>
    public Task<T> Begin<T>(Func<TRef, ValueTask<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var done = new TaskCompletionSource<T>();
        _node.Node.Spawn(async _ =>
        {
            var outcome = await Outcome(call).ConfigureAwait(true);
            try
            {
                done.SetResult(outcome());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        Settle();
        return done.Task;
    }

    /// <summary>Sends casts.</summary>
    public void Cast(Action<TRef> cast)
    {
        ArgumentNullException.ThrowIfNull(cast);
        cast(Ref);
        Settle();
    }

    /// <summary>Sends a plain message.</summary>
    public void Info(object message)
    {
        _node.Node.Send(Pid, message);
        Settle();
    }

    /// <summary>Sends an exit signal, as a supervisor that stops the server does.</summary>
    public void Exit(ExitReason reason)
    {
        Process.Exit(Pid, reason);
        Settle();
    }

    /// <summary>Lets time pass: timers fire at their moments.</summary>
    public void Advance(TimeSpan time) => Wait(_node.Advance(time));

    /// <summary>Ends the server and its node.</summary>
    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static async Task<Func<T>> Outcome<T>(Func<TRef, ValueTask<T>> call, TRef server)
    {
        try
        {
            var value = await call(server).ConfigureAwait(true);
            return () => value;
        }
        catch (Exception e)
        {
            // Not thrown here: it would end the calling process, and the test would see that process' exit instead.
            var failure = ExceptionDispatchInfo.Capture(e);
            return () =>
            {
                failure.Throw();
                return default!; // never reached
            };
        }
    }

    private Task<Func<T>> Outcome<T>(Func<TRef, ValueTask<T>> call) => Outcome(call, Ref);

    private void Adopt(ProcessCore core)
    {
        if (_core is not null || core.Behaviour is not GenServer<TState> server)
            return;
        _core = core;
        _server = server;
        server.EnsureDebug().Functions[this] = e =>
        {
            if (e.Kind == SysEventKind.In)
                _handled.Add(e.Message);
            return false;
        };
    }

    private void Settle() => Wait(_node.Settle());

    /// <summary>The schedule has run when the task is here, so this does not block.</summary>
    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
