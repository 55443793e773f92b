using Zhar.Runtime;

namespace Zhar.Testing;

/// <summary>Runs the handlers of one server step by step, as if they were functions from state and message to state and effects.</summary>
/// <remarks>
/// The server runs on a deterministic node of its own, so all rules are the real ones: replies, continue steps, timers, stops, crashes. Each operation
/// returns when all that it set off is done; nothing waits for the clock, because nobody but the test moves it.
/// Not for several servers that work together: use <see cref="TestNode"/> for those.
/// </remarks>
/// <example>
/// <code>
/// await using var harness = Harness.Of&lt;Counter.Ref, int&gt;(new Counter(), state: 1);
/// Assert.Equal(3, await harness.Call(counter => counter.Increment(2)));
/// Assert.Equal(3, harness.State);
/// </code>
/// </example>
public static class Harness
{
    /// <summary>A server with a given state. Its Init does not run; its ticks do.</summary>
    /// <param name="server">A new server object, made with fakes for what its constructor takes.</param>
    /// <param name="state">Its state.</param>
    public static Harness<TRef, TState> Of<TRef, TState>(GenServer<TState> server, TState state)
        where TRef : struct, IServerRef<TRef>
    {
        ArgumentNullException.ThrowIfNull(server);
        var node = TestNode.Deterministic(seed: 0);
        return new Harness<TRef, TState>(node, () => GenServer.TryStart(new PresetStart<TState>(server, state)));
    }

    /// <summary>A server that has run its Init with the arguments of <paramref name="spec"/>, and its continue step.</summary>
    /// <param name="spec">What the generated <c>Child</c> returns.</param>
    /// <param name="services">What its constructor takes.</param>
    /// <exception cref="StartException">Init failed, or gave Ignore.</exception>
    public static Harness<TRef, TState> Start<TRef, TState>(ChildSpec spec, IServiceProvider? services = null)
        where TRef : struct, IServerRef<TRef>
    {
        ArgumentNullException.ThrowIfNull(spec);
        var node = TestNode.Deterministic(seed: 0, configure: options => options.Services = services);
        return new Harness<TRef, TState>(node, async () =>
        {
            var result = await spec.Start.StartLink(spec.Name).ConfigureAwait(true);
            if (result is Started started)
                Process.Unlink(started.Pid);
            return result;
        });
    }

    private sealed class PresetStart<TState>(GenServer<TState> server, TState state) : ServerStart
    {
        public override Type ServerType => server.GetType();

        public override GenServer Create(IServiceProvider services) => server;

        public override ValueTask Init(GenServer created)
        {
            created.StateObject = state;
            created.Core.InitSucceeded();
            return default;
        }
    }
}

/// <summary>A timer of a server under a <see cref="Harness{TRef, TState}"/>.</summary>
/// <param name="Left">How long until it fires.</param>
/// <param name="Message">What it then delivers; for a tick its handler, as <c>Beat()</c>.</param>
public sealed record HarnessTimer(TimeSpan Left, object Message);
