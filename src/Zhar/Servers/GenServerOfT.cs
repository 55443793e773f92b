using System.ComponentModel;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar;

/// <summary>A server with a state of type <typeparamref name="TState"/>.</summary>
/// <remarks>
/// <para>Write private handlers and annotate them; the generator writes the client, <c>Ref</c>, and <c>StartLink</c> and <c>Child</c> with the parameters of Init:</para>
/// <code>
/// public sealed partial class Counter : GenServer&lt;int&gt;
/// {
///     private Init&lt;int&gt; Init(int initialValue = 0) => Ok(initialValue);
///
///     [Call] private int Increment() => ++State;
///     [Cast] private void Reset() => State = 0;
/// }
///
/// Counter.Ref counter = await Counter.StartLink(0);
/// int n = await counter.Increment();
/// </code>
/// <para>One message is handled at a time, also across an await, so handlers need no locks. An exception in a handler ends the server; its
/// supervisor starts a new one from Init. Do not use one for a value that many readers need at once (see tables), nor to organise code.</para>
/// </remarks>
/// <typeparam name="TState">A value, replaced by assignment: a record or another immutable type.</typeparam>
public abstract class GenServer<TState> : GenServer
{
    /// <summary>The state. Replace it by assignment; only handlers of this server touch it.</summary>
    protected TState State { get; set; } = default!; // set by AcceptInit, before any handler runs

    /// <summary>Starts with <paramref name="state"/>.</summary>
    protected static Init<TState> Ok(TState state) => new(InitKind.Ok, state, null);

    /// <summary>No server is needed: the start gives <c>Ignored</c> and the process ends normally.</summary>
    protected static Init<TState> Ignore => new(InitKind.Ignore, default, null);

    /// <summary>The start fails with <paramref name="reason"/>; the process ends with it, a linked starter that does not trap exits too.</summary>
    protected static Init<TState> StopInit(ExitReason reason) => new(InitKind.Stop, default, reason);

    /// <summary>The start fails with <paramref name="reason"/>, and the process ends normally: nobody else dies and nothing is logged.</summary>
    protected static Init<TState> Fail(ExitReason reason) => new(InitKind.Error, default, reason);

    /// <summary>Makes the new version's state from the old one's, at a hot upgrade or <see cref="Sys.ChangeCode"/>. The default keeps a state of the same type.</summary>
    /// <exception cref="InvalidOperationException">The old state has another type and this is not overridden.</exception>
    protected virtual TState CodeChange(object? oldVersion, object? oldState, object? extra) => oldState is TState same
        ? same
        : throw new InvalidOperationException($"{ModuleName} cannot take over a state of type {oldState?.GetType().Name ?? "null"}. Override CodeChange to make a {typeof(TState).Name} of it.");

    internal sealed override object? StateObject
    {
        get => State;
        set => State = (TState)value!;
    }

    internal sealed override void ChangeCode(object? oldVersion, object? extra) => State = CodeChange(oldVersion, State, extra);

    /// <summary>Takes the outcome of Init. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask AcceptInit(Init<TState>? init)
    {
        if (init is null)
            Core.InitFailed(ExitReason.Of("bad_return_value", "Init returned null. Return Ok(state), Ignore, StopInit(reason) or Fail(reason)."));
        else if (init.Kind == InitKind.Ok)
        {
            State = init.State!;
            Apply(init.Next);
            Core.InitSucceeded();
        }
        else
            Core.InitEnded(init.Kind, init.Reason);
        return default;
    }

    /// <summary>Takes the outcome of an asynchronous Init. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    protected async ValueTask AcceptInit(ValueTask<Init<TState>> pending) => await AcceptInit(await pending);
}
