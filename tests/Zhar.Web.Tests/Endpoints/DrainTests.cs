using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Zhar.Web.Tests.Support;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Endpoints;

public sealed class DrainTests
{
    [Fact]
    public async Task A_program_that_is_told_to_end_answers_for_the_delay_while_it_is_not_ready()
    {
        var clock = new FakeTimeProvider();
        using var log = new Announcements();
        using var host = await Start(clock, log);
        using var http = new HttpClient { Timeout = RunningEndpoint.Deadline };
        var address = Address(host);
        var before = await http.GetAsync(address);
        Assert.Equal(HealthStatus.Healthy, await Readiness(host));
        Assert.Null(before.Headers.ConnectionClose);

        var stopping = host.StopAsync();
        await log.Draining.Task.WaitAsync(RunningEndpoint.Deadline);

        Assert.Equal(HealthStatus.Unhealthy, await Readiness(host));
        var late = await http.GetAsync(address);
        Assert.Equal("here", await late.Content.ReadAsStringAsync());
        Assert.True(late.Headers.ConnectionClose);
        Assert.False(stopping.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(5));
        await stopping.WaitAsync(RunningEndpoint.Deadline);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address));
    }

    [Fact]
    public async Task An_endpoint_that_is_started_anew_does_not_wait()
    {
        using var log = new Announcements();
        using var host = await Start(new FakeTimeProvider(), log);
        var node = host.Services.GetRequiredService<Node>();

        await node.Run(static _ => Supervisor.Stop(FunctionEndpoint.Name).AsTask()).WaitAsync(RunningEndpoint.Deadline);

        Assert.False(log.Draining.Task.IsCompleted);
    }

    private static Uri Address(IHost host) =>
        new(EndpointRuntime.Find(host.Services.GetRequiredService<Node>(), typeof(FunctionEndpoint).FullName!)!.Addresses[0]);

    private static async Task<HealthStatus> Readiness(IHost host) =>
        (await host.Services.GetRequiredService<ApplicationHealthCheck>().CheckHealthAsync(new HealthCheckContext())).Status;

    private static async Task<IHost> Start(TimeProvider clock, Announcements log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("PORT", "0"), new("Http:Ip", "127.0.0.1"), new("SECRET_KEY_BASE", ConnTest.SecretKeyBase), new("DrainDelay", "00:00:05"),
        ]);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new Wiring(static _ => { }, static s => s.Get("/", Actions.Text("here"))));
        builder.Logging.AddProvider(log);
        builder.AddZhar<OneEndpoint>();
        var host = builder.Build();
        await host.StartAsync().WaitAsync(RunningEndpoint.Deadline);
        return host;
    }

    public sealed class OneEndpoint : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(FunctionEndpoint.Child());
    }

    /// <summary>Tells when the endpoint says that it is about to stop.</summary>
    private sealed class Announcements : ILoggerProvider, ILogger
    {
        internal TaskCompletionSource Draining { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).Contains("is about to stop", StringComparison.Ordinal))
                Draining.TrySetResult();
        }

        public void Dispose()
        {
        }
    }
}
