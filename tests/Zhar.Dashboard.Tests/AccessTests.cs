using Zhar.Dashboard.Tests.Support;
using Zhar.Live.Testing;

namespace Zhar.Dashboard.Tests;

/// <summary>Who may see the dashboard, and what it does not do outside of development.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/tree")]
    [InlineData("/processes/1")]
    public async Task There_is_none_outside_of_development(string page)
    {
        await using var app = await DashboardApp.Start("Production");

        var answer = await app.Conns.Conn().Get("/dev/dashboard" + page);

        Assert.Equal(404, answer.Status);
        Assert.DoesNotContain("zd-", answer.Body, StringComparison.Ordinal);
        Assert.True(app.Node.WhereIs("Zhar.Dashboard /dev/dashboard").IsNone);
    }

    [Fact]
    public async Task A_policy_refuses_who_may_not_see_it()
    {
        await using var app = await DashboardApp.Start("Production");

        Assert.Equal(401, (await app.Conns.Conn().Get("/ops/dashboard/tree")).Status);
        Assert.Equal(403, (await app.Conns.Conn().PutHeader("x-user", "ada").Get("/ops/dashboard/tree")).Status);
        Assert.Equal(200, (await app.Conns.Conn().PutHeader("x-user", "root").Get("/ops/dashboard/tree")).Status);
    }

    [Fact]
    public async Task Outside_of_development_nothing_can_be_killed_and_no_state_is_shown()
    {
        await using var app = await DashboardApp.Start("Production");
        var vault = app.Node.WhereIs("vault");
        await using var page = await app.OpenAsOperator($"/processes/{vault.Number}");

        Assert.True(page.Has("h1", "vault"));
        Assert.False(page.Has("button", "Kill…"));
        Assert.False(page.Has("#state pre"));
        await page.PushHook("ask_to_kill");
        await page.PushHook("kill");
        await page.Render();
        Assert.True(app.Node.WhereIs("vault") == vault);
    }

    [Fact]
    public async Task Outside_of_development_a_message_is_shown_by_its_name_alone()
    {
        await using var app = await DashboardApp.Start("Production");
        new Support.Worker.Ref(new ServerRef("worker", app.Node)).Fail("my password");

        await using var page = await app.OpenAsOperator("/crashes");

        await page.WaitFor(_ => page.Has("#crashes tbody tr"));
        Assert.Equal("Fail…", page.Element("#crashes td[data-label=Handled]").Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tree")]
    [InlineData("/processes")]
    [InlineData("/crashes")]
    [InlineData("/metrics")]
    [InlineData("/requests")]
    [InlineData("/sockets")]
    [InlineData("/repos")]
    [InlineData("/registries")]
    [InlineData("/system")]
    public async Task Every_page_stands_without_inline_styles_and_scripts_and_links_to_the_others(string path)
    {
        await using var app = await DashboardApp.Start();
        var answer = await app.Conns.Conn().Get("/dev/dashboard" + path);
        var html = answer.HtmlResponse();

        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* nonce=\"[^\"]+\")", html);
        Assert.DoesNotMatch(" on[a-z]+=", html);

        await using var page = await app.Open(path);
        Assert.Equal(1, page.Count("h1"));
        Assert.Equal(1, page.Count("nav a[aria-current=page]"));
        Assert.Equal("/dev/dashboard" + path, page.Element("nav a[aria-current=page]")["href"]);
        Assert.Equal(10, page.Count(".zd-top nav a"));
    }

    [Fact]
    public async Task The_stylesheet_is_found_under_the_address_that_the_page_names()
    {
        await using var app = await DashboardApp.Start();
        var html = (await app.Conns.Conn().Get("/dev/dashboard")).HtmlResponse();
        var path = System.Text.RegularExpressions.Regex.Match(html, "/dev/dashboard/dashboard-[0-9a-f]{16}\\.css").Value;

        var style = await app.Conns.Conn().Get(path);

        Assert.Equal(200, style.Status);
        Assert.Equal("text/css; charset=utf-8", style.Header("content-type"));
        Assert.Contains("immutable", style.Header("cache-control"), StringComparison.Ordinal);
        Assert.Contains(".zd-tree", style.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_can_be_told_to_wait()
    {
        await using var app = await DashboardApp.Start();
        await using var page = await app.Open("/tree");

        await page.Form("form.zd-refresh", ("seconds", "0")).Change();

        Assert.Equal("0", page.Element("#zd-seconds option[selected]")["value"]);
    }
}
