using Zhar.Live.Testing;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Testing;

public sealed class LiveViewTestTests : IAsyncLifetime
{
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<PagesEndpoint>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // ---- events ------------------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_click_sends_the_event_with_its_values_and_gives_the_page_after_it()
    {
        await using var page = await Live("/counter");

        await page.Element("button", "One").Click();
        var html = await page.Element("button", "Five").Click();

        Assert.Contains("<h1>Count is 6</h1>", html);
        Assert.Equal("Count is 6", page.Element("h1").Text);
        Assert.Equal("Count 6", page.PageTitle);
        Assert.False(page.Has(".many"));
        Assert.Contains("<h1>Count is 0</h1>", page.DeadHtml);
    }

    [Fact]
    public async Task Markup_comes_goes_and_moves_as_in_a_browser()
    {
        await using var page = await Live("/counter");

        foreach (var key in (string[])["a", "b", "c"])
            await page.Element("[phx-window-keydown]").Keydown(key);
        await page.Element("button", "Undo").Click();
        await page.Element("[phx-window-keydown]").Keydown("d");
        for (var i = 0; i < 3; i++)
            await page.Element("button", "Five").Click();

        Assert.Equal("cbad", page.Element("ul").Text);
        Assert.True(page.Has(".many", "Many"));
    }

    [Fact]
    public async Task A_key_filter_keeps_other_keys_from_the_server()
    {
        await using var page = await Live("/counter");

        await page.Element("#enter").Keydown("a");
        await page.Element("#enter").Keydown("Enter");

        Assert.Equal("Enter", page.Element("ul").Text);
    }

    [Theory]
    [InlineData("button", "Nothing", "does nothing")]
    [InlineData("button", "Off", "disabled")]
    [InlineData("button", "Hide", "ask nothing of the server")]
    [InlineData("button", "Missing", "No element fits")]
    [InlineData("button", null, "elements fit")]
    public async Task What_a_user_could_not_click_fails(string selector, string? text, string why)
    {
        await using var page = await Live("/counter");

        var error = await Assert.ThrowsAsync<ExpectationException>(() => page.Element(selector, text).Click());

        Assert.Contains(why, error.Message);
    }

    [Fact]
    public async Task A_message_of_another_process_shows()
    {
        await using var page = await Live("/counter");

        await _app.Node.Run(_ =>
        {
            PubSub.Default.Broadcast("ticks", new CounterLive.Tick());
            return Task.CompletedTask;
        });

        await page.WaitFor(html => html.Contains("Count is 1000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_was_once_as_expected_is_waited_for_all_the_same()
    {
        await using var page = await Live("/counter");
        await page.Element("button", "One").Click();
        await page.Element("button", "Five").Click();

        await Assert.ThrowsAsync<ExpectationException>(() => page.WaitFor(html => html.Contains("Count is 1<", StringComparison.Ordinal), TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task What_waits_for_the_page_may_look_at_it_while_it_changes()
    {
        await using var page = await Live("/counter");
        using var changed = new ManualResetEventSlim();
        var looks = 0;
        var waiting = page.WaitFor(_ => ++looks > 1 && changed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken) && page.Has("button"));

        await page.Element("button", "One").Click(); // the second look begins
        await page.Element("button", "One").Click(); // and the page changes meanwhile
        changed.Set();
        await waiting;

        Assert.Contains("Count is 2", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_get_replies_and_events()
    {
        await using var page = await Live("/counter");

        var reply = await page.PushHook("ask", Params.Of(("question", "four")));
        await page.RefutePushEvent("shout");
        await page.Element("button", "Shout").Click();
        var pushed = await page.AssertPushEvent("shout");

        Assert.Equal(4, reply!.Value.GetInt32());
        Assert.Equal(0, pushed.Payload.GetInt32());
    }

    [Fact]
    public async Task A_crash_fails_the_action_and_ends_the_page()
    {
        await using var page = await Live("/counter");

        var error = await Assert.ThrowsAsync<ExpectationException>(() => page.Element("button", "Fail").Click());

        Assert.Contains("ended before it answered", error.Message);
        Assert.True(page.HasEnded);
    }

    // ---- forms -------------------------------------------------------------------------------------------------------

    [Fact]
    public async Task A_form_changes_and_is_sent_with_what_it_has_and_what_the_user_enters()
    {
        await using var page = await Live("/sign-up");

        await page.Form("#sign-up", ("user[name]", "Ada & Bob")).Change();
        await page.Form("#sign-up", ("user[name]", "Ada"), ("user[role]", "admin"), ("user[news]", true)).Submit();

        Assert.Equal("Ada & Bob by user.name", page.Element("#heard").Text);
        Assert.Equal("Ada|admin|true|a + b & c|", page.Element("#saved").Text);
    }

    [Fact]
    public async Task A_submit_button_sends_its_form_and_itself()
    {
        await using var page = await Live("/sign-up");

        await page.Element("button", "Save").Click();

        Assert.Equal("|guest|false|a + b & c|now", page.Element("#saved").Text);
    }

    [Theory]
    [InlineData("user[nam]", "x", "no field \"user[nam]\"")]
    [InlineData("user[secret]", "x", "hidden")]
    [InlineData("user[role]", "king", "no option with the value \"king\". It has: \"guest\", \"admin\"")]
    [InlineData("user[news]", "maybe", "None of the choices")]
    public async Task What_a_user_could_not_enter_fails(string name, string value, string why)
    {
        await using var page = await Live("/sign-up");

        var error = await Assert.ThrowsAsync<ExpectationException>(() => page.Form("#sign-up", (name, value)).Submit());

        Assert.Contains(why, error.Message);
    }

    // ---- navigation --------------------------------------------------------------------------------------------------

    [Fact]
    public async Task Patches_keep_the_view()
    {
        await using var page = await Live("/counter?page=3");
        Assert.Equal("3", page.Element("output").Text);

        await page.Element("button", "Turn").Click();
        await page.AssertPatch("/counter?page=2");
        Assert.Equal("2", page.Element("output").Text);

        await page.Element("a", "Seven").Click();
        Assert.Equal("7", page.Element("output").Text);
        Assert.Equal("/counter?page=7", page.Uri.PathAndQuery);
        await Assert.ThrowsAsync<ExpectationException>(() => page.Patch("/away"));
    }

    [Fact]
    public async Task A_navigation_goes_to_the_next_view_with_its_flash()
    {
        await using var page = await Live("/counter");

        await page.Element("button", "Leave").Click();
        var next = await page.FollowNavigate();

        Assert.Equal("away from the counter", next.Text);
        Assert.Equal("/away", next.Uri.AbsolutePath);
    }

    [Theory]
    [InlineData("Away")]
    [InlineData("Quietly")] // with commands for the browser alone
    public async Task A_link_navigates(string text)
    {
        await using var page = await Live("/counter");

        await page.Element("a", text).Click();

        Assert.Equal("away", (await page.FollowNavigate()).Text);
    }

    [Fact]
    public async Task A_redirect_is_a_request_with_its_flash()
    {
        await using var page = await Live("/counter");

        await page.Element("button", "Out").Click();
        var conn = await page.FollowRedirect();

        Assert.Contains("away redirected", conn.HtmlResponse());
    }

    [Fact]
    public async Task A_join_that_goes_elsewhere_says_where()
    {
        var (view, navigation) = await _app.Conn().TryLive("/away?to=/counter");

        Assert.Null(view);
        Assert.Equal("navigate to \"/counter\"", navigation!.ToString());
    }

    // ---- the page ----------------------------------------------------------------------------------------------------

    [Fact]
    public async Task Two_elements_with_one_id_fail()
    {
        await using var page = await Live("/twins");

        var error = await Assert.ThrowsAsync<ExpectationException>(() => page.Element("button").Click());

        Assert.Contains("Two elements have the id \"one\"", error.Message);
    }

    [Fact]
    public async Task A_view_inside_is_joined_and_driven_by_its_id()
    {
        await using var page = await Live("/outer");

        await page.Child("inner").Element("button").Click();

        Assert.Equal("6", page.Child("inner").Element("output").Text);
        Assert.Contains("<output>6</output>", page.Html);
        Assert.False(page.Has("output"));
    }

    private Task<LiveTestView> Live(string path) => _app.Conn().Live(path);
}
