namespace Zhar.Runtime;

/// <summary>What a <see cref="Pid"/> points at: a local process' core, or the address of a remote process.</summary>
/// <remarks>
/// A pid holds the core itself and not a slot number, so that a send needs no table look-up. A dead core keeps nothing of the
/// application alive (its behaviour and mailbox are cleared at death), so a pid that is kept for years costs one small object.
/// </remarks>
internal abstract class PidTarget(long id)
{
    internal readonly long Id = id;

    /// <summary>The node of the process. A local process has it from its lineage, which costs it no field.</summary>
    internal abstract NodeId NodeId { get; }
}
