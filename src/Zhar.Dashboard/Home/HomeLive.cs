using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The first page: node, runtime, memory, schedulers, versions.</summary>
internal sealed partial class HomeLive : LiveView<HomeLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, HomeSnapshot Now, HomeSnapshot Before, MetricsSnapshot Runtime, MetricsSnapshot Core, IReadOnlyList<ApplicationInfo> Applications, string EnvironmentName);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Home";
        var now = HomeSnapshot.Take(Node.Current);
        var environment = Socket.Services.GetService<IHostEnvironment>()?.EnvironmentName ?? "unknown";
        var context = DashboardContext.Of(Socket);
        return await WithCharts(new Assigns(context, now, now, MetricsSnapshot.Empty, MetricsSnapshot.Empty, Node.Current.Applications.Loaded, environment));
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            State = await WithCharts(State with { Before = State.Now, Now = HomeSnapshot.Take(Node.Current), Applications = Node.Current.Applications.Loaded });
    }

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text(Node.Current.Name), $"{a.EnvironmentName} · up {Format.Long(Age(a))} · {RuntimeInformation.FrameworkDescription} · {RuntimeInformation.OSDescription}")}
        {Parts.Stats(
            Stat("Processes", Format.Count(a.Now.Processes), Spark(a.Core.Find(Telemetry.ProcessCountName))),
            Stat("CPU", Format.Percent(a.Now.CpuSince(a.Before)), $"of {Environment.ProcessorCount} processors"),
            Stat("Memory", Format.Bytes(a.Now.WorkingSet), Spark(a.Runtime.Find("dotnet.process.memory.working_set"))),
            Stat("Managed heap", Format.Bytes(a.Now.Heap), $"{Format.Bytes(a.Now.AllocatedSince(a.Before))} a second allocated"),
            Stat("Scheduler lag", Format.Time(a.Now.Lag), Spark(a.Core.Find(Telemetry.SchedulerLagName)), a.Now.Lag > TimeSpan.FromMilliseconds(250) ? "bad" : null),
            Stat("Crashes", Format.Count(a.Now.Crashes), $"of the last {CrashLog.Size}", a.Now.Crashes > 0 ? "warn" : null))}
        <div class="zd-columns">
          {Panel("Schedulers", Schedulers(a.Now))}
          {Panel("Memory", Memory(a))}
          {Panel("Node", NodeFacts(a))}
          {Panel("Applications", Applications(a))}
        </div>
        """;

    private static TimeSpan Age(Assigns a) => Node.Current.Clock.GetUtcNow() - a.Now.Started;

    private static Html Schedulers(HomeSnapshot now) => $"""
        {If(now.RunQueues.Count == 0,
            () => Nothing("This node has no queues of its own: its processes run on the thread pool."),
            () => Each(now.RunQueues, (length, i) => Bar($"Worker {i + 1}", length / 64d, $"{length} queued")))}
        {DataList(
            ("Shared queue", Html.Text(Format.Count(now.GlobalQueue))),
            ("Stuck handlers", If(now.Detached > 0, () => Badge(Format.Count(now.Detached), "bad"), () => $"0")),
            ("Code of dead processes", If(now.Zombies > 0, () => Badge(Format.Count(now.Zombies), "bad"), () => $"0")),
            ("Thread pool", Html.Text($"{now.Threads} threads, {Format.Count(now.QueuedWork)} items waiting")))}
        """;

    private static Html Memory(Assigns a) => $"""
        {Bar("Working set", Share(a.Now.WorkingSet, a.Now.Available), Format.Bytes(a.Now.WorkingSet))}
        {Bar("Committed by the collector", Share(a.Now.Committed, a.Now.Available), Format.Bytes(a.Now.Committed))}
        {Bar("Managed heap", Share(a.Now.Heap, a.Now.Available), Format.Bytes(a.Now.Heap))}
        {DataList(
            ("Available", Html.Text(Format.Bytes(a.Now.Available))),
            ("Collections", Html.Text($"gen 0: {Format.Count(a.Now.Collections[0])}, gen 1: {Format.Count(a.Now.Collections[1])}, gen 2: {Format.Count(a.Now.Collections[2])}")),
            ("Time in pauses", Html.Text(Format.Percent(a.Now.GcPause))),
            ("Allocated in all", Html.Text(Format.Bytes(a.Now.Allocated))),
            ("Collector", Html.Text($"{(GCSettings.IsServerGC ? "server" : "workstation")}, {GCSettings.LatencyMode}")))}
        """;

    private static Html NodeFacts(Assigns a) => DataList(
        ("Node", Html.Text(Node.Current.Name)),
        ("Connected nodes", Html.Text(a.Now.Nodes.Count == 0 ? "none" : string.Join(", ", a.Now.Nodes))),
        ("Zhar", Html.Text(Version(typeof(Node).Assembly))),
        (".NET", Html.Text(Environment.Version.ToString())),
        ("Architecture", Html.Text(RuntimeInformation.ProcessArchitecture.ToString())),
        ("Machine", Html.Text(Environment.MachineName)),
        ("OS process", Html.Text(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ("Registered names", Html.Text(Format.Count(a.Now.Names))),
        ("Timers", Html.Text(Format.Count(a.Now.Timers))));

    private static Html Applications(Assigns a) => If(
        a.Applications.Count == 0,
        () => Nothing("No application is loaded."),
        () => Table("applications", a.Applications, x => x.Name,
        [
            new("Name", x => Html.Text(x.Name)),
            new("State", x => Badge(x.State.ToString().ToLowerInvariant(), x.State == ApplicationState.Running ? "good" : "")),
            new("Top supervisor", x => ProcessLink(a.Context, x.Top)),
        ]));

    private static double Share(long part, long whole) => whole <= 0 ? 0 : (double)part / whole;

    private static string Version(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static async ValueTask<Assigns> WithCharts(Assigns a) => a with
    {
        Runtime = await CollectorCalls.Metrics(a.Context, "System.Runtime") ?? a.Runtime,
        Core = await CollectorCalls.Metrics(a.Context, Telemetry.MeterName) ?? a.Core,
    };
}
