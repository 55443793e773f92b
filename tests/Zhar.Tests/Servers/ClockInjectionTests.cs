using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

public sealed partial class Clocked(TimeProvider clock) : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Call]
    private DateTimeOffset Now() => clock.GetUtcNow();
}

/// <summary>Servers that ask for a clock in their constructor.</summary>
public sealed class ClockInjectionTests
{
    [Fact]
    public async Task A_node_without_services_gives_its_own_clock()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var server = await node.Node.Run(_ => Clocked.Start().AsTask());

        Assert.Equal(node.Clock.GetUtcNow(), await server.Now());
    }

    [Fact]
    public void A_host_has_the_clock_of_the_system()
    {
        var services = new ServiceCollection();

        services.AddZhar<Empty>(new ConfigurationBuilder().Build());

        using var provider = services.BuildServiceProvider();
        Assert.Same(TimeProvider.System, provider.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public void A_host_that_has_a_clock_keeps_it()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);

        services.AddZhar<Empty>(new ConfigurationBuilder().Build());

        using var provider = services.BuildServiceProvider();
        Assert.Same(clock, provider.GetRequiredService<TimeProvider>());
    }

    private sealed class Empty : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne();
    }
}
