using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Testing;

/// <summary>What LiveViewTest has beside clicks and forms.</summary>
public sealed class HelperTests : IAsyncLifetime
{
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<HelpersEndpoint>(services: static s => s.AddSingleton<UserLoads>());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_function_component_is_rendered_alone()
    {
        Assert.Equal("<b title=\"&lt;x&gt;\">new</b>", await _app.RenderComponent(() => $"<b title=\"{"<x>"}\">{"new"}</b>"));
    }

    [Fact]
    public async Task A_stateful_component_is_rendered_alone_with_those_in_it()
    {
        var html = await _app.RenderComponent<OuterComponent, OuterComponent.Props>(new("Ada"), "outer");

        Assert.Equal("<div id=\"outer\">Ada mounted <i>inner inner-of-outer</i></div>", html);
        Assert.Equal("<i>inner component</i>", await _app.RenderComponent<InnerComponent>());
    }

    [Fact]
    public async Task A_view_is_connected_without_a_route()
    {
        await using var page = await _app.Conn().LiveIsolated<LonelyLive>([("name", "Ada")], Params.Of(("locale", "fr")));

        Assert.Equal("Ada fr 0", page.Element("p").Text);
        await page.Element("p").Click();
        Assert.Equal("Ada fr 1", page.Element("p").Text);
        Assert.Equal(1, page.AssertReply(static r => r.GetInt32() == 1).GetInt32());
    }

    [Fact]
    public async Task The_work_beside_a_page_is_waited_for()
    {
        await using var page = await _app.Conn().Live("/helper");
        Assert.Equal("none", page.Element("#loaded").Text);

        await page.PushHook("load", Params.Of(("what", "one")));
        await page.RenderAsync();
        Assert.Equal("one", page.Element("#loaded").Text);

        await page.PushHook("load", Params.Of(("what", "veto")));
        await page.RenderAsync();
        Assert.Equal("one", page.Element("#loaded").Text);
        Assert.Contains("veto", page.Element("#vetoed").Text);
    }

    [Fact]
    public async Task Work_that_does_not_end_fails_the_wait()
    {
        await using var page = await _app.Conn().Live("/helper");
        await page.PushHook("load", Params.Of(("what", "never")));

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => page.RenderAsync(TimeSpan.FromMilliseconds(50)));

        Assert.Contains("has not ended", failure.Message);
    }

    [Fact]
    public async Task A_page_that_has_crashed_joins_again_with_what_was_entered()
    {
        await using var page = await _app.Conn().Live("/helper");
        await page.Form("#note", ("text", "dear diary")).Change();
        await page.Form("#other", ("word", "lost")).Change();
        Assert.Equal("dear diary", page.Element("#text").Text);
        await Assert.ThrowsAsync<ExpectationException>(() => page.PushHook("fail"));

        await using var again = await page.Rejoin();

        Assert.Equal("dear diary", again.Element("#text").Text);
        Assert.Equal("recovered lost", again.Element("#word").Text);
        Assert.Equal("mounts 1", again.Element("#mounts").Text);
        Assert.NotEqual(page.Pid, default);
    }

    [Fact]
    public async Task A_page_that_has_lost_its_connection_joins_again()
    {
        var page = await _app.Conn().Live("/helper");
        await page.Form("#note", ("text", "sent")).Change();
        await page.Form("#note", ("text", "sent")).Submit();

        await using var again = await page.Reconnect();

        Assert.Equal("", again.Element("#text").Text);
        Assert.Equal("mounts 1", again.Element("#mounts").Text);
    }

    [Fact]
    public async Task A_page_that_runs_is_not_joined_again()
    {
        await using var page = await _app.Conn().Live("/helper");

        Assert.Contains("Reconnect()", (await Assert.ThrowsAsync<ExpectationException>(page.Rejoin)).Message);
    }

    [Fact]
    public async Task A_form_that_the_page_tells_to_go_is_followed()
    {
        await using var page = await _app.Conn().Live("/helper");
        Assert.Contains("phx-trigger-action", (await Assert.ThrowsAsync<ExpectationException>(() => page.Form("#login", ("name", "Ada")).FollowTriggerAction())).Message);

        await page.Form("#login", ("name", "Ada")).Submit();
        var answer = await page.Form("#login", ("name", "Ada")).FollowTriggerAction();

        Assert.Equal("hello Ada", answer.TextResponse());
    }

    [Fact]
    public async Task A_plain_form_is_sent_by_a_request()
    {
        await using var page = await _app.Conn().Live("/helper");

        var answer = await page.Form("#search", ("q", "a b")).SendForm();

        Assert.Equal("found a b", answer.TextResponse());
    }

    [Fact]
    public async Task A_navigation_that_must_not_be_is_refuted()
    {
        await using var page = await _app.Conn().Live("/helper");
        await page.RefuteNavigation();

        await page.PushHook("patch");

        await Assert.ThrowsAsync<ExpectationException>(page.RefuteNavigation);
        await page.AssertPatch("/helper?page=2");
        await page.RefuteNavigation();
    }

    [Fact]
    public async Task A_page_can_be_looked_at()
    {
        await using var page = await _app.Conn().Live("/helper");
        await page.Form("#note", ("text", "to be seen")).Change();

        var path = await page.SavePage(Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".html"));

        try
        {
            var saved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains("to be seen", saved);
            Assert.Contains("<title", saved);
            Assert.DoesNotContain("<script", saved);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Commands_are_pushed_to_the_browser()
    {
        await using var page = await _app.Conn().Live("/helper");

        await page.PushHook("show");

        var pushed = await page.AssertPushEvent("zhar:js");
        Assert.Equal("""[["show",{"to":"#note"}]]""", pushed.Payload.GetProperty("js").GetString());
        Assert.Equal(page.Id, pushed.Payload.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_hook_answers_in_place_of_the_view()
    {
        await using var page = await _app.Conn().Live("/helper");

        Assert.Equal(42, (await page.PushHook("intercepted"))?.GetInt32());
        Assert.Null(await page.PushHook("show"));
    }

    [Fact]
    public async Task A_value_of_the_request_or_of_the_view_around_is_not_loaded_again()
    {
        var conn = await _app.Conn().Get("/family");
        Assert.Contains("outer from the plug", conn.HtmlResponse());
        Assert.Contains("inner from the plug", conn.HtmlResponse());

        await using var page = await _app.Conn().Live("/family");

        Assert.Equal("outer loaded", page.Element("#outer-user").Text);
        Assert.Equal("inner loaded", Assert.Single(page.Children).Value.Element("#inner-user").Text);
        Assert.Equal(1, _app.Services.GetRequiredService<UserLoads>().Count); // of the outermost view alone
    }

    [Fact]
    public async Task A_file_that_is_another_now_is_noticed()
    {
        await using var fresh = await _app.Conn().Live("/helper", Params.FromQuery("_track_static[]=http://www.example.com/app.js"));
        await using var none = await _app.Conn().Live("/helper");

        Assert.Equal("changed true", fresh.Element("#static").Text);
        Assert.Equal("changed false", none.Element("#static").Text);
    }
}
