using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>How a supervisor process is made: from a spec, an object, or a class.</summary>
internal abstract class SupervisorStart : ServerStart
{
    public override Type ServerType => typeof(SupervisorProcess);

    internal abstract string Module { get; }

    public override GenServer Create(IServiceProvider services) => new SupervisorProcess(this);

    public override ValueTask Init(GenServer server) => ((SupervisorProcess)server).Init();

    internal abstract SupervisorSpec MakeSpec(IServiceProvider services);
}

/// <summary>Of a spec: nothing to compute.</summary>
internal sealed class SpecStart(string module, SupervisorSpec spec) : SupervisorStart
{
    internal override string Module => module;

    internal override SupervisorSpec MakeSpec(IServiceProvider services) => spec;
}

/// <summary>Of an object: its Init runs at each start.</summary>
internal sealed class ObjectStart(Supervisor supervisor) : SupervisorStart
{
    internal override string Module => supervisor.GetType().FullName ?? supervisor.GetType().Name;

    internal override SupervisorSpec MakeSpec(IServiceProvider services) => supervisor.MakeSpec();
}

/// <summary>A child that is a supervisor.</summary>
internal sealed class SupervisorChildStart(SupervisorStart start) : ChildStart
{
    public override string Module => start.Module;

    public override ValueTask<StartResult> StartLink(ServerName name) => GenServer.TryStartLink(start, name);
}
