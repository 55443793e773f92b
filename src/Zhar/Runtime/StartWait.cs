namespace Zhar.Runtime;

/// <summary>What the starter of a process waits for. Source: OTP proc_lib:start_link/5.</summary>
internal sealed class StartWait : CallMessage<StartResult>
{
    internal void End(StartResult result) => Reply(Version, result);

    public override string ToString() => "start";

    protected override CallMessage Copy() => throw new NotSupportedException("A start does not travel to another node.");

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server) => default;
}
