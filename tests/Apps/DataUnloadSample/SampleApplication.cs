using Zhar;

namespace DataUnloadSample;

public sealed partial class SampleApplication : ZharApplication
{
    protected override void Define(ApplicationDefinition definition) => definition.Name = "data_unload_sample";

    protected override SupervisorSpec Start() => Supervisor.OneForOne(SampleRepo.Child());
}
