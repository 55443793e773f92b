namespace Zhar.Runtime;

/// <summary>A place in the <see cref="ReceiveQueue"/>: everything behind it came after a reference was made. It vanishes when nothing older is left.</summary>
internal sealed class ReceiveMark : Signal
{
    /// <summary>The entry in front, so that a mark can be kept up without a walk.</summary>
    internal Signal? Previous;

    /// <summary>It has become the beginning of the queue and left it.</summary>
    internal bool IsGone;

    internal override bool IsSystem => false;

    internal override ValueTask Deliver(ProcessBehaviour behaviour) => default;
}
