using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Hosting;

public sealed partial class HostingTests
{
    [Fact]
    public async Task A_host_starts_dependencies_first_and_stops_in_reverse()
    {
        var builder = Builder();
        builder.AddZhar<Shop>();
        using var host = builder.Build();
        var journal = host.Services.GetRequiredService<Journal>();

        await host.StartAsync();
        Assert.Equal(["start stock", "start till", "start door"], journal);
        Assert.Equal(["Warehouse", "Shop"], host.Services.GetRequiredService<Node>().Applications.Running);
        journal.Clear();
        await host.StopAsync();

        Assert.Equal(["end door", "end till", "end stock"], journal);
        Assert.Equal(0, host.Services.GetRequiredService<Node>().ProcessCount);
    }

    [Fact]
    public async Task Clients_and_the_node_are_injected_and_the_node_is_configured_by_its_section()
    {
        var builder = Builder();
        builder.Configuration.AddInMemoryCollection([new("Zhar:Name", "shop@localhost"), new("Zhar:Workers", "2")]);
        builder.Services.AddZhar<Shop>();
        builder.Services.AddSingleton<Page>();
        using var host = builder.Build();
        await host.StartAsync();

        var page = host.Services.GetRequiredService<Page>();

        Assert.Equal("till of shop@localhost", await page.Show());
        await host.StopAsync();
    }

    [Fact]
    public async Task A_child_that_does_not_start_fails_the_start_of_the_host_with_its_reason()
    {
        var builder = Builder();
        builder.AddZhar<Broken>();
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<ApplicationStartException>(() => host.StartAsync());

        Assert.Equal("Broken", failure.Application);
        Assert.Equal("The till is empty.", Assert.IsType<InvalidOperationException>(failure.InnerException).Message);
        Assert.Contains("'Broken' did not start", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The till is empty.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException at Zhar.Tests.Hosting.HostingTests.Member.Init(", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_is_told_once_and_its_reports_are_detail()
    {
        var log = new LogCapture();

        var code = await ZharHost.Run<Broken>(configure: builder => builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(new Capturing(log)));

        Assert.Equal(1, code);
        Assert.DoesNotContain(log.Entries, static e => e.Level > LogLevel.Debug); // the one line is on standard error
        Assert.Contains(log.Entries, static e => e is { Level: LogLevel.Debug, Id.Id: 1, Exception: InvalidOperationException });
        Assert.Contains(log.Entries, static e => e is { Level: LogLevel.Debug, Id.Id: 4 });
    }

    [Fact]
    public async Task Without_a_host_a_failed_start_of_an_application_is_one_line_of_the_log()
    {
        await using var node = TestNode.Start();
        Assert.True(node.Node.Applications.Load(new Broken(), new ServiceCollection().AddSingleton<Journal>().BuildServiceProvider()).IsOk);

        Assert.False((await node.Node.Applications.Start("Broken")).IsOk);

        var line = Assert.Single(node.Log.Entries, static e => e.Level > LogLevel.Debug);
        Assert.Equal(43, line.Id.Id);
        Assert.Contains("The till is empty.", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_to_start_in_a_running_application_is_reported_loudly()
    {
        await using var node = TestNode.Start();
        Assert.True(node.Node.Applications.Load(new Growing(), new ServiceCollection().AddSingleton<Journal>().BuildServiceProvider()).IsOk);
        (await node.Node.Applications.Start("Growing")).OrThrow();

        await node.Run(async _ => await Supervisor.StartChild(node.Node.Applications.Find("Growing")!.Top, Member.Child("bad") with { Id = "late" }));

        Assert.Contains(node.Log.Entries, static e => e is { Level: LogLevel.Error, Id.Id: 1 });
        Assert.Contains(node.Log.Entries, static e => e is { Level: LogLevel.Error, Id.Id: 4 });
    }

    [Fact]
    public async Task A_tree_that_gives_up_stops_the_host_with_exit_code_1()
    {
        var before = Environment.ExitCode;
        try
        {
            Environment.ExitCode = 0;
            var code = await ZharHost.Run<GivesUp>(configure: Quiet);
            Assert.Equal(1, code);
            Assert.Equal(1, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = before;
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_stop_in_the_middle_of_the_start_ends_the_program_in_order(bool givesUp, int expected)
    {
        var before = Environment.ExitCode;
        try
        {
            Assert.Equal(expected, givesUp ? await ZharHost.Run<GivesUp>(configure: StartsForever) : await ZharHost.Run<Shop>(configure: builder =>
            {
                builder.Services.AddHostedService<StopsAtOnce>();
                StartsForever(builder);
            }));
        }
        finally
        {
            Environment.ExitCode = before;
        }
    }

    private static void StartsForever(HostApplicationBuilder builder)
    {
        Quiet(builder);
        builder.Services.AddHostedService<StartsUntilStopped>();
    }

    [Fact]
    public async Task Run_returns_1_when_the_start_fails_and_0_after_an_orderly_stop()
    {
        Assert.Equal(1, await ZharHost.Run<Broken>(configure: Quiet));
        Assert.Equal(0, await ZharHost.Run<Shop>(configure: static builder =>
        {
            Quiet(builder);
            builder.Services.AddHostedService<StopsWhenStarted>();
        }));
    }

    [Fact]
    public async Task Run_returns_1_when_another_service_of_the_host_fails_to_start()
    {
        var code = await ZharHost.Run<Shop>(configure: static builder =>
        {
            Quiet(builder);
            builder.Services.AddHostedService<NeverStarts>();
        });

        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Run_returns_1_when_the_application_cannot_be_configured()
    {
        Assert.Equal(1, await ZharHost.Run<Unconfigured>(configure: Quiet));
        Assert.Equal(1, await ZharHost.Run<Unconfigured>([], static commands => commands.Add("x", "", static _ => Task.CompletedTask), Quiet));
        Assert.Equal(1, await ZharHost.Run<Unconfigured>(["x"], static commands => commands.Add("x", "", static _ => Task.CompletedTask), Quiet));
    }

    [Fact]
    public async Task Run_returns_1_when_a_file_of_settings_cannot_be_read()
    {
        var folder = Directory.CreateTempSubdirectory("zhar-settings-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{ \"Repo\": { } \"Mailer\": { } }");

            Assert.Equal(1, await ZharHost.Run<Shop>(["--contentRoot", folder.FullName], Quiet));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_does_not_stop_inside_the_hosts_shutdown_timeout_is_killed()
    {
        var builder = Builder();
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        builder.AddZhar<NeverStops>();
        using var host = builder.Build();
        await host.StartAsync();
        var node = host.Services.GetRequiredService<Node>();
        Assert.NotEqual(0, node.ProcessCount);

        await host.StopAsync();

        Assert.Equal(0, node.ProcessCount);
    }

    [Fact]
    public async Task Health_checks_follow_the_life_of_the_application()
    {
        var builder = Builder();
        builder.AddZhar<Shop>();
        using var host = builder.Build();
        var ready = host.Services.GetRequiredService<ApplicationHealthCheck>();
        var node = host.Services.GetRequiredService<NodeHealthCheck>();
        var supervision = host.Services.GetRequiredService<SupervisionHealthCheck>();

        Assert.Equal(HealthStatus.Unhealthy, await Status(ready));
        await host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, await Status(ready));
        Assert.Equal(HealthStatus.Healthy, await Status(supervision));
        var checkedNode = await node.CheckHealthAsync(new HealthCheckContext());
        Assert.NotEqual(HealthStatus.Unhealthy, checkedNode.Status); // a machine under load may be degraded
        Assert.Equal(0, checkedNode.Data[Telemetry.ZombiesName]);
        await host.StopAsync();
        Assert.Equal(HealthStatus.Unhealthy, await Status(ready));
    }

    [Fact]
    public async Task Code_of_dead_processes_that_runs_on_makes_the_node_unhealthy()
    {
        await using var node = Node.Start(new NodeOptions { Workers = 2 });
        var spinning = new TaskCompletionSource();
        var stop = false;
        var down = await node.Run(async self =>
        {
            var (pid, _) = Process.SpawnMonitor(_ =>
            {
                spinning.SetResult();
                while (!Volatile.Read(ref stop))
                {
                }

                return Task.CompletedTask;
            });
            await spinning.Task;
            Process.Exit(pid, ExitReason.Kill);
            return await self.Receive<Down>();
        });
        Assert.Equal(ExitReason.Killed, down.Reason);

        var result = await new NodeHealthCheck(node, new NodeHealthOptions { MaxZombies = 0 }).CheckHealthAsync(new HealthCheckContext());
        Volatile.Write(ref stop, true);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Equal(1, result.Data[Telemetry.ZombiesName]);
    }

    [Fact]
    public async Task A_tree_with_a_child_that_cannot_restart_is_degraded()
    {
        await using var node = Node.Start();
        Assert.True(node.Applications.Load(new Flaky()).IsOk);
        (await node.Applications.Start("Flaky")).OrThrow();
        var check = new SupervisionHealthCheck(node);
        Assert.Equal(HealthStatus.Healthy, await Status(check));

        // The first restart comes at once, the second after an hour.
        var first = node.WhereIs("flaky");
        Process.Exit(first, ExitReason.Kill);
        await Eventually.True(() => node.WhereIs("flaky") is { IsNone: false } second && second != first);
        Process.Exit(node.WhereIs("flaky"), ExitReason.Kill);
        await Eventually.True(() => node.WhereIs("flaky").IsNone);

        await Eventually.True(async () => await Status(check) == HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_supervisor_of_tasks_in_the_tree_is_healthy()
    {
        var builder = Builder();
        builder.AddZhar<WithTasks>();
        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal(HealthStatus.Healthy, await Status(host.Services.GetRequiredService<SupervisionHealthCheck>()));

        await host.StopAsync();
    }

    internal sealed class WithTasks : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(TaskSupervisor.Child("tasks"));
    }

    private static async Task<HealthStatus> Status(IHealthCheck check) => (await check.CheckHealthAsync(new HealthCheckContext())).Status;

    private static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        return builder;
    }

    private static void Quiet(HostApplicationBuilder builder) => builder.Logging.ClearProviders();

    internal sealed class Journal : ConcurrentQueue<string>;

    internal sealed class Warehouse : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition) => definition.Name = "Warehouse";

        protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddSingleton<Journal>();

        protected override SupervisorSpec Start() => Supervisor.OneForOne(Member.Child("stock"));
    }

    internal sealed class Shop : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition)
        {
            definition.Name = "Shop";
            definition.DependsOn<Warehouse>().DependsOn<Broken>(optional: true);
        }

        protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddServerRef<Member.Ref>();

        protected override SupervisorSpec Start() => Supervisor.OneForOne(
            Member.Child("till") with { Name = Member.Name },
            Member.Child("door") with { Id = "door" });
    }

    internal sealed class Broken : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition) => definition.Name = "Broken";

        protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddSingleton<Journal>();

        protected override SupervisorSpec Start() => Supervisor.OneForOne(Member.Child("bad"));
    }

    internal sealed class Unconfigured : ZharApplication
    {
        protected override void Configure(IServiceCollection services, IConfiguration config) => throw new InvalidOperationException("SHIPPING_URL is missing.");

        protected override SupervisorSpec Start() => Supervisor.OneForOne(Member.Child("first"));
    }

    internal sealed class Growing : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition) => definition.Name = "Growing";

        protected override SupervisorSpec Start() => Supervisor.OneForOne(Member.Child("first"));
    }

    internal sealed class GivesUp : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(Crasher.Child()) with { MaxRestarts = 1 };
    }

    internal sealed class NeverStops : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(Stubborn.Child() with { Shutdown = Shutdown.Infinity });
    }

    internal sealed class Flaky : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition) => definition.Name = "Flaky";

        protected override SupervisorSpec Start() => Supervisor.OneForOne(
            Stubborn.Child() with { Name = "flaky", Backoff = new Backoff(TimeSpan.FromHours(1)) });
    }

    /// <summary>A worker that writes down its start and its end.</summary>
    internal sealed partial class Member(Journal journal) : GenServer<string>
    {
        private Init<string> Init(string name)
        {
            if (name == "bad")
                throw new InvalidOperationException("The till is empty.");
            Process.TrapExit = true;
            journal.Enqueue($"start {name}");
            return Ok(name);
        }

        [Call]
        private string Describe() => $"{State} of {Node.Current.Name}";

        protected override ValueTask Terminate(ExitReason reason)
        {
            journal.Enqueue($"end {State}");
            return default;
        }
    }

    internal sealed partial class Crasher : GenServer<int>
    {
        private Init<int> Init() => Ok(0).ThenContinue("crash");

        [Continue]
        private void OnStep(string step) => throw new InvalidOperationException(step);
    }

    internal sealed partial class Stubborn : GenServer<int>
    {
        private Init<int> Init()
        {
            Process.TrapExit = true;
            return Ok(0);
        }

        protected override ValueTask Terminate(ExitReason reason) => Process.Delay(Timeout.InfiniteTimeSpan);
    }

    internal sealed class Page(Member.Ref till)
    {
        public async Task<string> Show() => await till.Describe();
    }

    internal sealed class StopsWhenStarted(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }
    }

    internal sealed class StopsAtOnce(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }
    }

    internal sealed class StartsUntilStopped : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Capturing(LogCapture log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }

    internal sealed class NeverStarts : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("No connection to the warehouse.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
