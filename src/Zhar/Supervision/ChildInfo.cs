namespace Zhar;

/// <summary>One child as its supervisor sees it.</summary>
/// <param name="Id">Its id; <c>null</c> in a dynamic supervisor, where children have none.</param>
/// <param name="Pid">Its process, or the default value when none runs.</param>
/// <param name="State">Whether a process runs.</param>
/// <param name="Type">Worker or supervisor.</param>
/// <param name="Module">What it runs.</param>
public sealed record ChildInfo(object? Id, Pid Pid, ChildState State, ChildType Type, string Module);

/// <summary>Whether a child has a process.</summary>
public enum ChildState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has no process: it ended normally, was terminated, or its Init gave Ignore. Source: OTP <c>undefined</c>.</summary>
    Undefined,

    /// <summary>It failed to restart and the supervisor is about to try again.</summary>
    Restarting,
}

/// <summary>Some children of a supervisor, for a listing that stays short however many there are.</summary>
/// <param name="Total">How many children there are, running or not.</param>
/// <param name="Children">The first of them.</param>
public sealed record ChildPage(int Total, IReadOnlyList<ChildInfo> Children);

/// <summary>How many children a supervisor has.</summary>
/// <param name="Specs">All of them, running or not.</param>
/// <param name="Active">Those with a live process.</param>
/// <param name="Supervisors">Those that are supervisors, running or not.</param>
/// <param name="Workers">Those that are workers, running or not.</param>
public sealed record ChildCounts(int Specs, int Active, int Supervisors, int Workers);

/// <summary>The outcome of a request about one child.</summary>
public enum ChildResult
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The supervisor has no such child.</summary>
    NotFound,

    /// <summary>The child runs; terminate it first.</summary>
    Running,

    /// <summary>The child is about to be restarted; terminate it first.</summary>
    Restarting,
}

/// <summary>Why a supervisor did not start: the value of its reason <c>shutdown(…)</c>. Source: OTP <c>{failed_to_start_child, Id, Reason}</c>.</summary>
/// <param name="Id">The child.</param>
/// <param name="Reason">Why that child did not start.</param>
public sealed record FailedToStartChild(object Id, ExitReason Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"failed_to_start_child({Id}, {Reason})";
}
