using System.ComponentModel;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar;

/// <summary>A process that keeps a state and answers messages one at a time. Derive from <see cref="GenServer{TState}"/>.</summary>
/// <remarks>
/// The part that does not depend on the type of the state: results, callbacks, and the loop that runs them.
/// Source: OTP gen_server, Elixir GenServer.
/// </remarks>
public abstract partial class GenServer : ProcessBehaviour
{
    private protected GenServer()
    {
    }

    /// <summary>This server's pid.</summary>
    protected Pid Self => new(Core);

    /// <summary>Cancelled when this server ends, for work that it waits for.</summary>
    protected CancellationToken Token => Core.Token;

    // ---- results -----------------------------------------------------------------------------------------------------

    /// <summary>Goes on with the next message. The same as the default value.</summary>
    protected static Next Proceed => default;

    /// <summary>Ends the server after this message: <see cref="Terminate"/> runs, then the process dies with <paramref name="reason"/>.</summary>
    protected static Next Stop(ExitReason reason) => new() { StopReason = reason ?? throw new ArgumentNullException(nameof(reason)) };

    /// <summary>Ends the server with <paramref name="reason"/>; the caller gets <paramref name="reply"/> after <see cref="Terminate"/> has run.</summary>
    protected static CallResult<T> Stop<T>(ExitReason reason, T reply) => new(true, reply, Stop(reason));

    /// <summary>Replies and goes on.</summary>
    protected static CallResult<T> Reply<T>(T value) => new(true, value, default);

    /// <summary>Gives no reply now; answer later through a <see cref="From{T}"/>.</summary>
    protected static Next NoReply => default;

    /// <summary>Runs the <c>[Continue]</c> handler for <paramref name="step"/> before any queued message.</summary>
    protected static Next Continue(object step) => default(Next).ThenContinue(step);

    // ---- callbacks ---------------------------------------------------------------------------------------------------

    /// <summary>
    /// Runs before the server ends: on a stop result, on an exception in a handler, on <c>Stop</c> from outside, and on the parent's exit if the
    /// server traps exits. Does not run when it is killed, nor on an exit signal that it does not trap: set <see cref="Process.TrapExit"/> in Init
    /// when cleaning up matters. Source: OTP gen_server:terminate/2.
    /// </summary>
    protected virtual ValueTask Terminate(ExitReason reason) => default;

    /// <summary>Gets every message that no <c>[Info]</c> handler takes. The default logs it and drops it.</summary>
    protected virtual ValueTask<Next> HandleInfo(object message)
    {
        // One line a second and process: a sender that floods would otherwise flood the log too.
        var cold = Core.Cold;
        var now = Core.Node.Timers.Now;
        if (now < cold.NextUnhandledReport)
        {
            cold.UnhandledSince++;
            return default;
        }

        Core.Node.Log.UnhandledMessage(Core.DisplayName, ModuleName, message.GetType().Name, cold.UnhandledSince);
        cold.NextUnhandledReport = now + 1000;
        cold.UnhandledSince = 0;
        return default;
    }

    /// <summary>Shapes what crash reports and <see cref="Sys.GetStatus"/> show as the state: hide secrets here. The default shows the state.</summary>
    protected virtual object? FormatStatus(object? state) => state;

    // ---- for generated code ------------------------------------------------------------------------------------------

    /// <summary>Whether this server has asynchronous callbacks. The generator answers <c>false</c> when all of them are synchronous.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool HasAsyncHandlers => true;

    /// <summary>Finds the <c>[Info]</c> handler for <paramref name="message"/>. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask DispatchInfo(object message) => Apply(HandleInfo(message));

    /// <summary>Finds the <c>[Continue]</c> handler for <paramref name="step"/>. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ValueTask DispatchContinue(object step) =>
        throw new InvalidOperationException($"{ModuleName} has no [Continue] handler for {step.GetType().Name}. Add: [Continue] private void On{step.GetType().Name}({step.GetType().Name} step) …");

    /// <summary>Arms the <c>[Tick]</c> timers after Init. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void StartTicks()
    {
    }

    /// <summary>Sends <paramref name="message"/> to this server each <paramref name="interval"/>, for <c>[Tick]</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void StartTick(string interval, TickMessage message) => Core.Node.Timers.StartInterval(Core, TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture), message);

    /// <summary>Applies what a handler returned.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal void Apply(Next next)
    {
        if (!next.IsPlain)
            Core.SetNext(next);
    }

    /// <summary>Applies what an asynchronous handler returned.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask Apply(ValueTask<Next> pending)
    {
        if (!pending.IsCompletedSuccessfully)
            return ApplyLater(pending);
        Apply(pending.Result);
        return default;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ApplyLater(ValueTask<Next> pending) => Apply(await pending);
}
