using Zhar.Runtime;

namespace Zhar;

/// <summary>The process of a machine, without its types.</summary>
internal interface IMachineServer
{
    ValueTask Handle(StateMachine.Event e);

    ValueTask OnTimer(MachineTimer timer);
}

/// <summary>A waiting caller, without the type of the reply.</summary>
internal interface IMachineCall
{
    void Reply(int version, object? value);
}

/// <summary>A request to a machine.</summary>
internal sealed class MachineCall<TReply>(object request) : CallMessage<TReply>, IMachineCall
{
    void IMachineCall.Reply(int version, object? value)
    {
        if (value is TReply reply)
            Reply(version, reply);
        else if (value is null && default(TReply) is null)
            Reply(version, default!);
        else
            throw new InvalidOperationException($"The call {request} waits for a {typeof(TReply).Name} and was answered with {value?.GetType().Name ?? "null"} '{value}'.");
    }

    public override string ToString() => request.ToString() ?? request.GetType().Name;

    protected override CallMessage Copy() => new MachineCall<TReply>(request);

    protected override void Recycle()
    {
    }

    protected override ValueTask Invoke(GenServer server)
    {
        var handling = ((IMachineServer)server).Handle(new StateMachine.CallEvent(request, new StateMachine.From(this, Version)));
        if (!handling.IsCompletedSuccessfully)
            return Later(handling, server);
        KeepUnlessAnswered(server);
        return default;
    }

    private async ValueTask Later(ValueTask handling, GenServer server)
    {
        await handling;
        KeepUnlessAnswered(server);
    }

    /// <summary>Postponed, or answered from a later state: fails with the machine.</summary>
    private void KeepUnlessAnswered(GenServer server)
    {
        if (IsPending)
            Defer(server);
    }
}

/// <summary>An event that nobody waits for.</summary>
internal sealed class MachineCast(object message) : CastMessage
{
    public override string ToString() => message.ToString() ?? message.GetType().Name;

    protected override ValueTask Invoke(GenServer server) => ((IMachineServer)server).Handle(new StateMachine.CastEvent(message));
}

/// <summary>One started timer of a machine. It counts only while the machine still has it: one that was stopped or set again meanwhile is stale.</summary>
internal sealed class MachineTimer(TimerKey key, object? content) : Signal
{
    internal TimerKey Key => key;

    internal object? Content { get; set; } = content;

    internal TimerEntry? Entry { get; set; }

    internal override object Payload => key.MakeEvent(Content);

    internal override ValueTask Deliver(ProcessBehaviour behaviour) => ((IMachineServer)behaviour).OnTimer(this);
}

/// <summary>How to make a machine.</summary>
internal sealed class MachineStart : ServerStart
{
    private readonly Func<StateMachine> _create;

    internal MachineStart(Func<StateMachine> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _create = create;
    }

    internal Type MachineType { get; init; } = typeof(StateMachine);

    public override Type ServerType => MachineType;

    public override GenServer Create(IServiceProvider services) => _create().CreateServer();

    public override ValueTask Init(GenServer server) => ((IMachineInit)server).Begin();
}

/// <summary>Runs the Init of a machine.</summary>
internal interface IMachineInit
{
    ValueTask Begin();
}
