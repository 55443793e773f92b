using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;
using Zhar.Supervision;

namespace Zhar;

/// <summary>Starts processes in order, restarts those that crash, and stops them in reverse.</summary>
/// <remarks>
/// <para>Use it through its static members, with a spec made on the spot:</para>
/// <code>
/// Pid top = await Supervisor.StartLink(Supervisor.OneForOne(
///     Counter.Child(0) with { Name = Counter.Name },
///     ChatRoom.Child("general")) with { MaxRestarts = 5 });
/// </code>
/// <para>Or derive from it for a supervisor with a name of its own, to nest it in others:</para>
/// <code>
/// public sealed class WorkerSupervisor : Supervisor
/// {
///     protected override SupervisorSpec Init() => RestForOne(Poller.Child(), Uploader.Child());
/// }
///
/// Supervisor.OneForOne(Repo.Child(), WorkerSupervisor.Child());
/// </code>
/// <para>Children that come and go at run time belong under a <see cref="DynamicSupervisor"/>. Source: OTP supervisor, Elixir Supervisor.</para>
/// </remarks>
public abstract partial class Supervisor
{
    /// <summary>Says which children to start and by which rules. Runs in the supervisor's process, at each of its starts.</summary>
    protected abstract SupervisorSpec Init();

    /// <summary>What <see cref="Init"/> returns when no supervisor is needed: the start gives <see cref="Ignored"/> and the process ends normally.</summary>
    protected static SupervisorSpec Ignore => SupervisorSpec.Ignore;

    internal SupervisorSpec MakeSpec() => Init() ?? throw new InvalidOperationException($"{GetType().FullName}.Init returned null. Return OneForOne(…), another strategy, or Ignore.");

    // ---- specs -------------------------------------------------------------------------------------------------------

    /// <summary>A crashed child alone is restarted.</summary>
    public static SupervisorSpec OneForOne(params ReadOnlySpan<ChildSpec> children) => new(Strategy.OneForOne, [.. children]);

    /// <summary>When a child crashes, all others are stopped, last first, and then all are started in order.</summary>
    public static SupervisorSpec OneForAll(params ReadOnlySpan<ChildSpec> children) => new(Strategy.OneForAll, [.. children]);

    /// <summary>When a child crashes, those after it are stopped, last first, and started again behind it. For children that need the ones before them.</summary>
    public static SupervisorSpec RestForOne(params ReadOnlySpan<ChildSpec> children) => new(Strategy.RestForOne, [.. children]);

    /// <summary>Any number of children of one kind, started by <see cref="StartChild(ServerRef, object?[])"/>. None at the start.</summary>
    public static SupervisorSpec SimpleOneForOne(ChildSpec template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return new(Strategy.SimpleOneForOne, [template]);
    }

    // ---- as a child --------------------------------------------------------------------------------------------------

    /// <summary>The spec of a supervisor inside another one. Also by conversion.</summary>
    /// <param name="spec">Its children and rules.</param>
    /// <param name="id">Its id among its siblings. Default: made of its strategy and the ids of its children.</param>
    public static ChildSpec Child(SupervisorSpec spec, object? id = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Child(id ?? $"{spec.Strategy}({string.Join(", ", spec.Children.Select(static c => c?.Id))})", new SpecStart(nameof(Supervisor), spec));
    }

    /// <summary>The spec of a supervisor class inside another supervisor; its constructor's parameters come from the node's services. Shorter: <c>WorkerSupervisor.Child()</c>.</summary>
    public static ChildSpec Child<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : Supervisor => Child(typeof(T).FullName ?? typeof(T).Name, new ClassStart<T>());

    /// <summary>The spec of a supervisor object inside another supervisor: for a class with arguments. Its Init runs at each start.</summary>
    public static ChildSpec Child(Supervisor supervisor)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        var start = new ObjectStart(supervisor);
        return Child(start.Module, start);
    }

    internal static ChildSpec Child(object id, SupervisorStart start) => new(id, new SupervisorChildStart(start)) { Type = ChildType.Supervisor };

    // ---- start and stop ----------------------------------------------------------------------------------------------

    /// <summary>Starts a supervisor linked to the current process, and its children, one after the other.</summary>
    /// <exception cref="StartException">A child did not start (<c>shutdown(failed_to_start_child(…))</c>; those before it are stopped again), a spec is wrong, or the name is taken.</exception>
    public static async ValueTask<Pid> StartLink(SupervisorSpec spec, ServerName name = default) => (await TryStartLink(spec, name).ConfigureAwait(true)).OrThrow();

    /// <summary>As above, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink(SupervisorSpec spec, ServerName name = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return GenServer.TryStartLink(new SpecStart(nameof(Supervisor), spec), name);
    }

    /// <summary>Starts a supervisor of a class of its own. Shorter: <c>WorkerSupervisor.StartLink()</c>.</summary>
    /// <exception cref="StartException">As for a spec; or Init gave Ignore.</exception>
    public static async ValueTask<Pid> StartLink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(ServerName name = default)
        where T : Supervisor => (await TryStartLink<T>(name).ConfigureAwait(true)).OrThrow();

    /// <summary>As above, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(ServerName name = default)
        where T : Supervisor => GenServer.TryStartLink(new ClassStart<T>(), name);

    /// <summary>Starts a supervisor that is an object, for a class with arguments.</summary>
    /// <exception cref="StartException">As for a spec; or Init gave Ignore.</exception>
    public static async ValueTask<Pid> StartLink(Supervisor supervisor, ServerName name = default) => (await TryStartLink(supervisor, name).ConfigureAwait(true)).OrThrow();

    /// <summary>As above, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink(Supervisor supervisor, ServerName name = default)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        return GenServer.TryStartLink(new ObjectStart(supervisor), name);
    }

    /// <summary>Stops a supervisor: its children, last first, each by its own rule, then itself with <paramref name="reason"/>.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="reason">Default <see cref="ExitReason.Normal"/>. A permanent supervisor is restarted by its own supervisor whatever the reason.</param>
    /// <param name="timeout">Longest wait. Default: as long as it takes.</param>
    /// <exception cref="InvalidOperationException">The current process is a child of the supervisor, or of one below it: each would wait for the other.</exception>
    /// <exception cref="CallExitException">There is no such process; it ended with another reason; or the time is over.</exception>
    public static ValueTask Stop(ServerRef supervisor, ExitReason? reason = null, TimeSpan? timeout = null) => GenServer.Stop(supervisor, reason, timeout);

    internal static void RefuseToStopAncestor(ServerRef supervisor)
    {
        if (Scheduling.Executor.Current?.Process is not { } self || supervisor.Resolve(out _) is not ProcessCore target)
            return;
        for (var process = self; process.Lineage.Parent.Target is ProcessCore { Behaviour: SupervisorProcess } parent && process.IsParent(parent.Pid); process = parent)
        {
            if (!ReferenceEquals(parent, target))
                continue;
            throw new InvalidOperationException($"""
                {self.DisplayName} cannot stop {target.DisplayName}: that supervisor would wait for this process to end, and this process for the supervisor.
                Return Stop(reason) from the handler and mark the child significant (AutoShutdown), or let a process outside of the tree stop it:

                    Process.Spawn(async _ => await Supervisor.Stop(supervisor));
                """);
        }
    }
}
