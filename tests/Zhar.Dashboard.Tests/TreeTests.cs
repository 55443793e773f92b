using Zhar.Dashboard.Tests.Support;

namespace Zhar.Dashboard.Tests;

public sealed class TreeTests
{
    [Fact]
    public async Task The_tree_shows_who_supervises_whom()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/tree");

        Assert.Contains("depth-0", page.Element("#tree tr:first-child td.zd-name")["class"], StringComparison.Ordinal);
        Assert.Contains("depth-1", RowOf(page, "Vault").Class, StringComparison.Ordinal);
        Assert.Equal("true", page.Element("#tree button[aria-label$=TestEndpoint]")["aria-expanded"]);
    }

    [Fact]
    public async Task A_restart_after_a_crash_shows_without_a_reload()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/tree");
        var before = app.Node.WhereIs("worker");
        Assert.Equal("0", RowOf(page, "Worker").Restarts);

        new Worker.Ref(new ServerRef("worker", app.Node)).Fail("told to");

        await page.WaitFor(_ => RowOf(page, "Worker").Restarts == "1");
        Assert.NotEqual($"#{before.Number}", RowOf(page, "Worker").Process);
        Assert.Equal($"#{app.Node.WhereIs("worker").Number}", RowOf(page, "Worker").Process);
    }

    [Fact]
    public async Task The_tasks_of_a_task_supervisor_are_its_children()
    {
        await using var app = await DashboardApp.Start();
        var end = new TaskCompletionSource();
        await app.Node.Run(async _ => await TaskSupervisor.At(new ServerRef("tasks", app.Node)).StartChild(() => end.Task));
        await using var page = await app.Open("/tree");

        Assert.Contains("tasks 1", page.Texts("#tree td.zd-name"));
        Assert.Empty(page.Texts(".zd-trouble"));
        end.SetResult();
    }

    [Fact]
    public async Task A_supervisor_closes_and_opens()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/tree");
        Assert.Contains("server", page.Texts("#tree td.zd-name"));

        await page.Element("#tree button[aria-label='Close TestEndpoint']").Click();
        Assert.DoesNotContain("server", page.Texts("#tree td.zd-name"));

        await page.Element("#tree button[aria-label='Open TestEndpoint']").Click();
        Assert.Contains("server", page.Texts("#tree td.zd-name"));
    }

    [Fact]
    public async Task A_search_keeps_what_fits_with_those_above_it()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/tree");

        await page.Form("form.zd-search", ("search", "VAULT")).Change();
        Assert.Equal(2, page.Count("#tree tbody tr"));

        await page.Form("form.zd-search", ("search", "nobody <b>")).Change();
        Assert.Equal("Nothing in the trees is called “nobody <b>”.", page.Element(".zd-nothing").Text);
    }

    [Fact]
    public async Task Many_children_of_one_kind_stay_closed_and_come_in_parts()
    {
        await using var app = await DashboardApp.Start();
        for (var i = 0; i < 400; i++)
            await DynamicSupervisor.StartChild(new ServerRef("sessions", app.Node), Idle.Child());
        await using var page = await app.Open("/tree");
        var lines = page.Count("#tree tbody tr");

        await page.Element("#tree button[aria-label='Open sessions']").Click();
        Assert.Equal(lines + TreeReader.Short, page.Count("#tree tbody tr"));

        await page.Element("#tree button", "350 more").Click();
        Assert.Equal(lines + TreeReader.Long, page.Count("#tree tbody tr"));
        Assert.True(page.Has("#tree button", "100 more"));
    }

    [Fact]
    public async Task A_supervisor_that_does_not_answer_holds_up_nobody()
    {
        await using var app = await DashboardApp.Start();
        var gate = new TaskCompletionSource();
        var slow = DynamicSupervisor.StartChild(new ServerRef("sessions", app.Node), ChildSpec.Of("slow", async (_, _) =>
        {
            await gate.Task;
            return Ignored.Instance;
        })).AsTask();
        await using var page = await app.Open("/tree");

        Assert.Contains("It does not answer", page.Element("#tree tr:has(.zd-trouble)").Text, StringComparison.Ordinal);

        gate.SetResult();
        Assert.IsType<Ignored>(await slow);
    }

    private static (string Class, string Process, string Restarts) RowOf(Live.Testing.LiveTestView page, string name)
    {
        var all = page.Texts("#tree td.zd-name");
        var at = all.ToList().FindIndex(n => n == name) + 1;
        Assert.True(at > 0, $"{name} is not in the tree: {string.Join(", ", all)}");
        var row = $"#tree tbody tr:nth-child({at})";
        return (page.Element($"{row} td.zd-name")["class"] ?? "", page.Element($"{row} td[data-label=Process]").Text, page.Element($"{row} td[data-label=Restarts]").Text);
    }
}
