using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;

namespace UnloadSample;

/// <summary>A small application that uses what an application uses: servers, a tree, services, timers, tasks, topics, tables.</summary>
public sealed partial class SampleApplication : ZharApplication
{
    protected override void Define(ApplicationDefinition definition)
    {
        definition.Name = "unload_sample";
        definition.Default("rounds", 0);
    }

    protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddSingleton<Scale>();

    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Counter.Child(0) with { Name = Counter.Name },
        Supervisor.OneForAll(Crasher.Child() with { Name = Crasher.Name }, Ticker.Child() with { Name = Ticker.Name }) with { MaxRestarts = 100 },
        Driver.Child());
}
