namespace Zhar.Supervision;

/// <summary>The process of every kind of supervisor: a server whose messages go to its engine.</summary>
internal sealed class SupervisorProcess(SupervisorStart start) : GenServer<SupervisorSpec>
{
    internal SupervisorEngine? Engine { get; private set; }

    /// <summary>What a crash report of the child that is being started says about it.</summary>
    internal int RestartsOfStartingChild { get; set; }

    internal override string ModuleName => start.Module;

    internal async ValueTask Init()
    {
        var spec = start.MakeSpec(Core.Services);
        if (ReferenceEquals(spec, SupervisorSpec.Ignore))
        {
            await AcceptInit(Ignore);
            return;
        }

        if (ChildSpecs.FirstFault(spec) is { } fault)
        {
            await AcceptInit(StopInit(ExitReason.Of(fault.ChildId is null ? "supervisor_data" : "start_spec", fault)));
            return;
        }

        Core.TrapsExits = true;
        Engine = spec.Strategy == Strategy.SimpleOneForOne ? new DynamicChildren(this, spec) : new OrderedChildren(this, spec);
        var failure = await Engine.StartAll();
        await AcceptInit(failure is null ? Ok(spec) : StopInit(failure));
    }

    protected override ValueTask DispatchInfo(object message) =>
        message is Exit exit ? Engine!.OnExit(exit.From, exit.Reason) : base.DispatchInfo(message); // set: no message is handled before Init

    protected override ValueTask Terminate(ExitReason reason) => Engine?.StopAll() ?? default;

    protected override SupervisorSpec CodeChange(object? oldVersion, object? oldState, object? extra)
    {
        var spec = start.MakeSpec(Core.Services);
        if (ReferenceEquals(spec, SupervisorSpec.Ignore))
            return State;
        if (ChildSpecs.FirstFault(spec) is { } fault)
            throw fault;
        if ((spec.Strategy == Strategy.SimpleOneForOne) != (State.Strategy == Strategy.SimpleOneForOne))
            throw new ChildSpecException(nameof(SupervisorSpec.Strategy), null, spec.Strategy, "A running supervisor cannot change between SimpleOneForOne and the other strategies. Start a new one.");
        Engine!.Upgrade(spec);
        return spec;
    }
}
