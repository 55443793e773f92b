namespace Zhar.Runtime;

/// <summary>The starter's side of the start protocol. Source: OTP proc_lib:start_link/5.</summary>
internal sealed class StartWait : CallMessage<StartResult>
{
    private StartResult? _result;

    internal ProcessCore? Starter => Caller;

    internal void Succeed(Started started) => Reply(Version, started);

    internal void Fails(ExitReason reason) => _result = new StartFailed(reason);

    internal void Ignores() => _result = Ignored.Instance;

    /// <summary>The process is gone, so the starter may hear why.</summary>
    internal void Complete(ExitReason reason) => Reply(Version, _result ?? new StartFailed(reason));

    public override string ToString() => "start";

    protected override CallMessage Copy() => throw new NotSupportedException("A start does not travel to another node.");

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server) => default;
}
