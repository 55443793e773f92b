using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Zhar.Dashboard.Tests.Support;

namespace Zhar.Dashboard.Tests;

public sealed class CollectorTests
{
    [Fact]
    public async Task Requests_show_with_their_path_route_and_status_and_can_be_filtered()
    {
        await using var app = await DashboardApp.Start();
        await app.Conns.Conn().Get("/hello/ada");
        await app.Conns.Conn().Get("/nothing/here");

        await using var page = await app.Open("/requests");
        Assert.Contains("/hello/ada", page.Texts("#requests td[data-label=Path]"));
        Assert.Contains("/hello/:name", page.Texts("#requests td[data-label=Route]"));

        await page.Form("form.zd-search", ("search", "404 nothing")).Change();
        Assert.Equal(["/nothing/here"], page.Texts("#requests td[data-label=Path]"));

        await page.Form("form.zd-search", ("search", "never")).Change();
        Assert.True(page.Has(".zd-nothing", "None of the last requests fits “never”."));
    }

    [Fact]
    public async Task What_is_measured_becomes_a_chart_with_a_text()
    {
        await using var app = await DashboardApp.Start();
        await app.Conns.Conn().Get("/hello/ada");

        await using var page = await app.Open("/metrics?meter=Zhar.Web");

        await page.WaitFor(_ => page.Has("figure svg[role=img][aria-label^='phoenix.endpoint.stop.duration: ']"));
        Assert.Contains(page.Texts("td[data-label=Tags]"), static t => t.Contains("/hello/:name", StringComparison.Ordinal));
        Assert.Equal("Zhar.Web", page.Element(".zd-tools a[aria-current]").Text);
    }

    [Fact]
    public async Task Statements_of_a_repo_show_by_the_names_of_their_measurements()
    {
        await using var app = await DashboardApp.Start();
        using var meter = new Meter("Zhar.Data");
        using var source = new ActivitySource("Zhar.Data");
        var time = meter.CreateHistogram<double>("zhar.repo.duration", "ms");
        var refused = meter.CreateCounter<long>("zhar.repo.refused");
        time.Record(12.5, new("repo", "Shop.Repo"), new("source", "users"), new("kind", "Select"), new("result", "ok"));
        refused.Add(3, new KeyValuePair<string, object?>("repo", "Shop.Repo"));
        using (var span = source.StartActivity("Select users"))
        {
            span!.SetTag("db.query.text", "select <name> from users").SetTag("repo", "Shop.Repo").SetStatus(ActivityStatusCode.Error); // somebody listens
        }

        await using var page = await app.Open("/repos");

        Assert.True(page.Has("#statements td[data-label=Tags]", "Shop.Repo · users · Select · ok"));
        Assert.True(page.Has("#slowest code", "select <name> from users"));
        Assert.True(page.Has("#failed code", "select <name> from users"));
        Assert.Contains(page.Texts(".zd-stat.bad"), static t => t.StartsWith("Refused by the pool", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_pages_are_listed_with_their_addresses()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/sockets");

        await page.WaitFor(_ => page.Has("#pages td[data-label=Path]", "/dev/dashboard/sockets"));
        Assert.Equal(["SocketsLive"], page.Texts("#pages td[data-label=View]"));
        Assert.Equal($"#{page.Pid.Number}", page.Element("#pages td[data-label=Process]").Text);
    }

    [Fact]
    public async Task Names_and_registries_are_listed()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/registries");

        await page.Form("form.zd-search", ("search", "vau")).Change();

        Assert.Equal("vault", page.Element("#names tbody td:first-child").Text);
        Assert.False(page.Has("#services"));
    }

    [Fact]
    public async Task A_collector_that_is_killed_leaves_no_listener_behind()
    {
        await using var node = Node.Start();
        using var meter = new Meter("Left behind");
        var counter = meter.CreateCounter<long>("n");
        var started = (Started)await node.Start(Collector.Child(new CollectorSettings(["Left behind"], Always: true)));
        Assert.True(counter.Enabled);

        Zhar.Process.Exit(started.Pid, ExitReason.Kill);

        await Eventually.True(() => !counter.Enabled);
    }

    [Fact]
    public async Task Nobody_listens_until_somebody_looks_unless_it_is_development()
    {
        await using var node = Node.Start();
        using var meter = new Meter("Looked at");
        var counter = meter.CreateCounter<long>("n");
        var started = (Started)await node.Start(Collector.Child(new CollectorSettings(["Looked at"], Always: false)));
        Assert.False(counter.Enabled);

        await new Collector.Ref(new ServerRef(started.Pid).From(node)).Metrics(null);

        Assert.True(counter.Enabled);
    }

    [Fact]
    public void A_recorder_counts_rates_totals_and_times()
    {
        var recorder = new Recorder(new CollectorSettings(["Mine"], Always: false), "here", new FakeTimeProvider());
        using var meter = new Meter("Mine");
        var counter = meter.CreateCounter<int>("clicks");
        var times = meter.CreateHistogram<double>("time", "s");
        var total = 5L;
        meter.CreateObservableCounter("sent", () => total);
        Assert.False(counter.Enabled);
        recorder.Start();

        counter.Add(2, new KeyValuePair<string, object?>("page", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("page", "b"));
        counter.Add(100, new KeyValuePair<string, object?>(Telemetry.NodeTag, "elsewhere"));
        times.Record(0.5);
        times.Record(1.5);
        recorder.Sample();
        total = 12;
        recorder.Sample();

        var series = recorder.Metrics("Mine");
        Assert.Equal([5d, 0d], series.Find("clicks")!.Values);
        Assert.Equal(["b", "a"], series.Find("clicks")!.Groups.OrderByDescending(static g => g.Sum).Select(static g => g.Key));
        Assert.Equal([0d, 7d], series.Find("sent")!.Values);
        Assert.Equal([1d, 0d], series.Find("time")!.Values);
        Assert.Equal([1.5d, 0d], series.Find("time")!.Highs);
        recorder.Stop();
        Assert.False(counter.Enabled);
    }

    [Fact]
    public void Groups_and_history_have_bounds()
    {
        using var meter = new Meter("Bounded");
        var series = new Series(meter.CreateCounter<int>("n"), "here");

        for (var i = 0; i < 1_000; i++)
        {
            series.Record(1, [new("user", i)]);
            series.EndSecond();
        }

        var snapshot = series.Snapshot();
        Assert.Equal(Series.Points, snapshot.Values.Length);
        Assert.Equal(101, snapshot.Groups.Length);
        Assert.Equal(1_000, snapshot.Groups.Sum(static g => g.Count));
        Assert.Equal(900, snapshot.Groups[0].Count);
    }
}
