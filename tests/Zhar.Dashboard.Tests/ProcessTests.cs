using Zhar.Dashboard.Tests.Support;

namespace Zhar.Dashboard.Tests;

public sealed class ProcessTests(ITestOutputHelper output)
{
    /// <summary>In characters: fifty rows and what is around them.</summary>
    private const int LargestPage = 60_000;

    [Fact]
    public async Task Every_page_of_a_node_with_one_hundred_thousand_processes_is_small()
    {
        await using var app = await DashboardApp.Start();
        await app.Node.Run(async _ =>
        {
            for (var i = 0; i < 100_000; i++)
                await DynamicSupervisor.StartChild(new ServerRef("sessions", app.Node), Idle.Child());
        });

        foreach (var path in (string[])["", "/tree", "/processes", "/processes?sort=memory&dir=desc", "/processes?search=idle", "/sockets", "/registries", "/metrics", "/system"])
        {
            var started = TimeProvider.System.GetTimestamp();
            await using var page = await app.Open(path);
            var taken = TimeProvider.System.GetElapsedTime(started);

            output.WriteLine($"{(path.Length == 0 ? "/" : path)}: {taken.TotalMilliseconds:0} ms, first HTML of {page.DeadHtml.Length} characters and connected page of {page.Html.Length}");
            Assert.InRange(page.DeadHtml.Length, 1, LargestPage);
            Assert.InRange(page.Html.Length, 1, LargestPage);
        }
    }

    [Fact]
    public async Task A_page_of_one_hundred_thousand_processes_makes_fifty_rows()
    {
        await using var app = await DashboardApp.Start();
        var sessions = new ServerRef("sessions", app.Node);
        await app.Node.Run(async _ =>
        {
            for (var i = 0; i < 100_000; i++)
                await DynamicSupervisor.StartChild(sessions, Idle.Child());
        });
        var looked = LookedAt();

        await using var page = await app.Open("/processes?sort=module&dir=asc&search=idle");

        Assert.Equal(ProcessesLive.PageSize, page.Count("#processes tbody tr"));
        Assert.Contains("100 000 of them fit", page.Text, StringComparison.Ordinal);
        var afterOne = LookedAt();
        Assert.InRange(afterOne - looked, ProcessesLive.PageSize, ProcessesLive.PageSize + 20); // the rows, and the processes of the page itself

        await page.WaitFor(_ => page.Texts("#processes td[data-label='Messages/s']").All(static r => r.Contains('0', StringComparison.Ordinal))); // it has looked again
        Assert.InRange(LookedAt() - afterOne, 0, 20);

        // What was made for a row of a listing is the part of a process that an idle one does not have.
        int LookedAt() => app.Node.Processes.Snapshot().Count(static p => p.ColdOrNull is not null);
    }

    [Fact]
    public async Task The_list_is_sorted_and_paged_by_its_address()
    {
        await using var app = await DashboardApp.Start();
        for (var i = 0; i < 120; i++)
            await DynamicSupervisor.StartChild(new ServerRef("sessions", app.Node), Idle.Child());
        await using var page = await app.Open("/processes?search=idle&sort=number&dir=asc");
        var first = page.Texts("#processes td[data-label=Process]");

        await page.Element(".zd-pages a", "Next →").Click();
        var second = page.Texts("#processes td[data-label=Process]");
        Assert.Contains("page=2", page.Uri.Query, StringComparison.Ordinal);
        Assert.Empty(first.Intersect(second));
        Assert.Equal("Page 2 of 3", page.Element(".zd-pages > span").Text);

        await page.Element("#processes th a", "Process ↑").Click();
        Assert.Equal("descending", page.Element("#processes th[aria-sort]")["aria-sort"]);
        Assert.True(Number(page.Texts("#processes td[data-label=Process]")[0]) > Number(second[^1]));
        static long Number(string text) => long.Parse(text[1..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("?sort=nonsense&dir=%00&page=-5")]
    [InlineData("?page=99999999999999999999")]
    [InlineData("?sort=77&search=%F0%9F%94%A5")]
    [InlineData("/0")]
    [InlineData("/-1")]
    [InlineData("/999999999999")]
    [InlineData("/%3Cscript%3E")]
    public async Task Hostile_addresses_get_a_page(string address)
    {
        await using var app = await DashboardApp.Start();

        Assert.Contains("<h1>Process", (await app.Conns.Conn().Get("/dev/dashboard/processes" + address)).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_is_shown_as_FormatStatus_gives_it_and_without_what_is_called_a_secret()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open($"/processes/{app.Node.WhereIs("vault").Number}");

        var state = page.Element("#state pre").Text;
        Assert.Contains("Owner = \"<ada>\"", state, StringComparison.Ordinal);
        Assert.Contains("ApiToken = [FILTERED]", state, StringComparison.Ordinal);
        Assert.Contains("password = [FILTERED]", state, StringComparison.Ordinal);
        Assert.Contains("colour = \"red\"", state, StringComparison.Ordinal);
        Assert.Contains("Pin = 0", state, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken-value", page.Html + page.DeadHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page.Html + page.DeadHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_is_gone_and_its_page_says_so()
    {
        await using var app = await DashboardApp.Start();
        var worker = app.Node.WhereIs("worker");
        await using var page = await app.Open($"/processes/{worker.Number}");

        await page.Element("button", "Kill…").Click();
        Assert.True(app.Node.WhereIs("worker") == worker);
        await page.Element("button", "Kill").Click();

        Assert.True(page.Has(".flash", "was killed"));
        Assert.True(page.Has("h1", $"Process #{worker.Number}"));
        await Eventually.True(() => app.Node.WhereIs("worker") is { IsNone: false } now && now != worker);
    }

    [Fact]
    public async Task The_page_of_who_took_its_place_shows_the_last_crash()
    {
        await using var app = await DashboardApp.Start();
        var worker = app.Node.WhereIs("worker");
        await using var page = await app.Open($"/processes/{worker.Number}");

        new Worker.Ref(new ServerRef("worker", app.Node)).Fail("a <fault>");

        await page.WaitFor(_ => page.Has(".zd-note a"));
        Assert.Contains("a <fault>", page.Element("#crash").Text, StringComparison.Ordinal);
        await page.Element(".zd-note a").Click();
        await using var next = await page.FollowNavigate();
        Assert.True(next.Has("h1", "worker"));
        Assert.Contains("InvalidOperationException: a <fault>", next.Element("#crash pre").Text, StringComparison.Ordinal);
        Assert.Equal("1", next.Element(".zd-stat.warn dd").Text);
    }

    [Fact]
    public async Task Crashes_are_listed_with_their_exceptions()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/crashes");
        Assert.True(page.Has(".zd-nothing", "Nothing has crashed."));

        new Worker.Ref(new ServerRef("worker", app.Node)).Fail("first");

        await page.WaitFor(_ => page.Has("#crashes button", "worker"));
        await page.Element("#crashes button", "worker").Click();
        Assert.Contains("at Zhar.Dashboard.Tests.Support.Worker.Fail", page.Element("#crashes pre").Text, StringComparison.Ordinal);
    }
}
