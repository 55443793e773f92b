using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>Base of the generated types for <c>[Tick]</c> handlers. Made anew for each tick.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TickMessage : ServerMessage
{
    /// <summary>Another message of the same kind, for the next tick.</summary>
    public abstract TickMessage Again();
}
