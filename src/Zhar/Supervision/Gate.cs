using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>Lets a process wait for something that other threads report. Used once.</summary>
internal sealed class Gate : CallMessage<Unit>
{
    // A supervisor must know how its child ended: in a deadlock it is the child that is told.
    internal override bool CanBeTakenBack => false;

    internal void Open() => Reply(Version, default);

    public override string ToString() => "children to stop";

    protected override CallMessage Copy() => throw new NotSupportedException("A gate does not travel to another node.");

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server) => default;
}
