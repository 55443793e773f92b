namespace Zhar;

/// <summary>What crash reports and <see cref="Sys.GetStatus"/> show of a state machine.</summary>
/// <param name="State">The state.</param>
/// <param name="Data">The data, as <c>FormatStatus</c> shows them.</param>
/// <param name="Queue">Events that are not handled yet, the current one first.</param>
/// <param name="Postponed">Events that wait for a change of state, oldest first.</param>
public sealed record MachineStatus(object? State, object? Data, IReadOnlyList<StateMachine.Event> Queue, IReadOnlyList<StateMachine.Event> Postponed)
{
    /// <summary>All of it on one line, as in reports.</summary>
    public override string ToString() => $"{State}, data: {Data}, queue: [{string.Join(", ", Queue)}], postponed: [{string.Join(", ", Postponed)}]";
}
