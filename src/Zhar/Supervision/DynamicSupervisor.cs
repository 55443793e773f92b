using Zhar.Supervision;

namespace Zhar;

/// <summary>Supervises children that come and go at run time: sessions, connections, jobs. It starts with none.</summary>
/// <remarks>
/// Children have no ids, are restarted one for one and stopped side by side. Under a tree: <c>DynamicSupervisor.Child("sessions")</c>, then
/// <c>await DynamicSupervisor.StartChild("sessions", Session.Child(user))</c>. Source: Elixir DynamicSupervisor.
/// </remarks>
public static class DynamicSupervisor
{
    /// <summary>The spec of a dynamic supervisor inside a supervisor.</summary>
    /// <param name="name">Registers it; also its id.</param>
    /// <param name="options">Its rules.</param>
    public static ChildSpec Child(ServerName name = default, DynamicSupervisorOptions? options = null) =>
        Supervisor.Child(name.IsNone ? nameof(DynamicSupervisor) : name.ToString(), new SpecStart(nameof(DynamicSupervisor), Spec(options))) with { Name = name };

    /// <summary>Starts one linked to the current process.</summary>
    /// <exception cref="StartException">The name is taken.</exception>
    public static async ValueTask<Pid> StartLink(ServerName name = default, DynamicSupervisorOptions? options = null) =>
        (await TryStartLink(name, options).ConfigureAwait(true)).OrThrow();

    /// <summary>As above, with a failure as a value.</summary>
    public static ValueTask<StartResult> TryStartLink(ServerName name = default, DynamicSupervisorOptions? options = null) =>
        GenServer.TryStartLink(new SpecStart(nameof(DynamicSupervisor), Spec(options)), name);

    /// <summary>Starts a child. Its id does not matter.</summary>
    /// <returns><see cref="Started"/>; <see cref="Ignored"/>; or <see cref="StartFailed"/> with <c>max_children</c> or the child's reason. Only a started child is kept.</returns>
    /// <exception cref="CallExitException">There is no such supervisor, or it ended meanwhile.</exception>
    public static ValueTask<StartResult> StartChild(ServerRef supervisor, ChildSpec child) => Supervisor.StartChild(supervisor, child);

    /// <summary>Stops a child by its own rule.</summary>
    /// <returns><see cref="ChildResult.Ok"/>, or <see cref="ChildResult.NotFound"/> for every pid that is not a child now.</returns>
    public static ValueTask<ChildResult> TerminateChild(ServerRef supervisor, Pid child) => Supervisor.TerminateChild(supervisor, child);

    /// <summary>All children. With very many of them, <see cref="CountChildren"/> and <see cref="FindChild"/> are cheaper.</summary>
    public static ValueTask<IReadOnlyList<ChildInfo>> WhichChildren(ServerRef supervisor, CallOptions? options = null) => Supervisor.WhichChildren(supervisor, options);

    /// <summary>How many children there are.</summary>
    public static ValueTask<ChildCounts> CountChildren(ServerRef supervisor, CallOptions? options = null) => Supervisor.CountChildren(supervisor, options);

    /// <summary>One child, without a walk through all of them; <c>null</c> when the pid is not a child now.</summary>
    public static ValueTask<ChildInfo?> FindChild(ServerRef supervisor, Pid child, CallOptions? options = null) => Supervisor.FindChild(supervisor, child, options);

    /// <summary>Stops the supervisor and its children, all at the same time.</summary>
    /// <exception cref="InvalidOperationException">The current process is a child of the supervisor.</exception>
    public static ValueTask Stop(ServerRef supervisor, ExitReason? reason = null, TimeSpan? timeout = null) => Supervisor.Stop(supervisor, reason, timeout);

    private static SupervisorSpec Spec(DynamicSupervisorOptions? options) => (options ?? DynamicSupervisorOptions.Default).Spec;
}
