using Zhar.Supervision;

namespace Zhar;

/// <summary>Managing the children of a running supervisor. All requests wait their turn and have no timeout, as in OTP; questions can be given one.</summary>
public abstract partial class Supervisor
{
    /// <summary>Adds a child behind the others and starts it.</summary>
    /// <returns>
    /// <see cref="Started"/>; <see cref="Ignored"/>, with the spec kept unless it is temporary; <see cref="StartFailed"/> with <c>already_started</c> when
    /// the id runs, <c>already_present</c> when it is known but does not run, <c>start_spec</c> for a wrong spec, else the child's reason; then nothing is kept.
    /// </returns>
    /// <exception cref="CallExitException">There is no such supervisor, or it ended meanwhile.</exception>
    public static ValueTask<StartResult> StartChild(ServerRef supervisor, ChildSpec child)
    {
        ArgumentNullException.ThrowIfNull(child);
        return new SupervisorRequest<StartResult>("start_child", engine => engine.StartChild(child)).Call(supervisor);
    }

    /// <summary>Starts one more child of the template of <see cref="SimpleOneForOne"/>.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="arguments">Go behind the template's own; only a start that takes a list has room for them, see <see cref="ChildSpec.Of"/>.</param>
    public static ValueTask<StartResult> StartChild(ServerRef supervisor, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new SupervisorRequest<StartResult>("start_child", engine => engine.StartChild(arguments)).Call(supervisor);
    }

    /// <summary>Stops a child by its own rule. Its spec stays, unless it is temporary. The strategy does not act.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="id">The child's id; under <see cref="SimpleOneForOne"/> its <see cref="Pid"/>.</param>
    /// <returns><see cref="ChildResult.Ok"/>, also when it did not run; <see cref="ChildResult.NotFound"/>.</returns>
    public static ValueTask<ChildResult> TerminateChild(ServerRef supervisor, object id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SupervisorRequest<ChildResult>("terminate_child", engine => engine.TerminateChild(id)).Call(supervisor);
    }

    /// <summary>Starts a child that does not run.</summary>
    /// <returns><see cref="Started"/>, <see cref="Ignored"/>, or <see cref="StartFailed"/> with <c>not_found</c>, <c>running</c>, <c>restarting</c> or the child's reason.</returns>
    public static ValueTask<StartResult> RestartChild(ServerRef supervisor, object id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SupervisorRequest<StartResult>("restart_child", engine => engine.RestartChild(id)).Call(supervisor);
    }

    /// <summary>Forgets a child that does not run.</summary>
    public static ValueTask<ChildResult> DeleteChild(ServerRef supervisor, object id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SupervisorRequest<ChildResult>("delete_child", engine => new(engine.DeleteChild(id))).Call(supervisor);
    }

    /// <summary>All children, newest first.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="options">How long to wait for it: it answers late while a child of it starts. Without, for ever.</param>
    /// <exception cref="CallExitException">There is no such supervisor, it ended meanwhile, or the time is over.</exception>
    public static ValueTask<IReadOnlyList<ChildInfo>> WhichChildren(ServerRef supervisor, CallOptions? options = null) =>
        new SupervisorRequest<IReadOnlyList<ChildInfo>>("which_children", static engine => new(engine.WhichChildren())).Ask(supervisor, options);

    /// <summary>The first children, in the order of their start; those of a dynamic supervisor in none. It costs what it returns, however many children there are.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="limit">The most children to return.</param>
    /// <param name="options">How long to wait for it: it answers late while a child of it starts.</param>
    /// <exception cref="CallExitException">There is no such supervisor, it ended meanwhile, or the time is over.</exception>
    public static ValueTask<ChildPage> WhichChildren(ServerRef supervisor, int limit, CallOptions options = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return new SupervisorRequest<ChildPage>("which_children", engine => new(engine.FirstChildren(limit))).Call(supervisor, options);
    }

    /// <summary>How many children there are.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="options">How long to wait for it. Without, for ever.</param>
    /// <exception cref="CallExitException">There is no such supervisor, it ended meanwhile, or the time is over.</exception>
    public static ValueTask<ChildCounts> CountChildren(ServerRef supervisor, CallOptions? options = null) =>
        new SupervisorRequest<ChildCounts>("count_children", static engine => new(engine.CountChildren())).Ask(supervisor, options);

    /// <summary>A child's spec, or <c>null</c> when there is no such child.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="id">The child's id.</param>
    /// <param name="options">How long to wait for it. Without, for ever.</param>
    /// <exception cref="CallExitException">There is no such supervisor, it ended meanwhile, or the time is over.</exception>
    public static ValueTask<ChildSpec?> GetChildSpec(ServerRef supervisor, object id, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SupervisorRequest<ChildSpec?>("get_childspec", engine => new(engine.GetChildSpec(id))).Ask(supervisor, options);
    }

    /// <summary>One child, without a walk through all of them; <c>null</c> when there is no such child.</summary>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="id">The child's id.</param>
    /// <param name="options">How long to wait for it. Without, for ever.</param>
    /// <exception cref="CallExitException">There is no such supervisor, it ended meanwhile, or the time is over.</exception>
    public static ValueTask<ChildInfo?> FindChild(ServerRef supervisor, object id, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SupervisorRequest<ChildInfo?>("find_child", engine => new(engine.FindChild(id))).Ask(supervisor, options);
    }

    /// <summary>Looks for the first fault in a list of specs, as a start would. <c>null</c>: there is none. Source: OTP supervisor:check_childspecs/2.</summary>
    public static ChildSpecException? CheckChildSpecs(IEnumerable<ChildSpec> children, AutoShutdown autoShutdown = AutoShutdown.Never)
    {
        ArgumentNullException.ThrowIfNull(children);
        return ChildSpecs.FirstFault(children, autoShutdown);
    }
}
