using Zhar.Live.Tests.Support;
using Zhar.Testing;
using Zhar.Web;

namespace Zhar.Live.Tests.Views;

/// <summary>A live view from its first HTML to its end.</summary>
public sealed class LiveViewTests
{
    [Fact]
    public async Task The_first_HTML_is_a_whole_page_with_tokens()
    {
        await using var app = await LiveApp.Start();

        var page = await app.Get("/basic");

        var html = page.Conn.HtmlResponse();
        Assert.Contains("<p>0</p><i>dead</i>", html, StringComparison.Ordinal);
        Assert.Contains("data-phx-main", html, StringComparison.Ordinal);
        Assert.StartsWith("phx-", page.Id, StringComparison.Ordinal);
        Assert.NotEmpty(page.SessionToken);
        Assert.Contains("<title data-default=\"Tests\" data-suffix=\" · Tests\">Tests · Tests</title>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_path_of_a_page_is_not_logged()
    {
        await using var app = await LiveApp.Start();

        var page = await app.Open("/invited/s3cret");
        await page.Event("increment");

        Assert.Equal(2, app.Conns.Log.Entries.Count(static e => e.Message.StartsWith("MOUNT", StringComparison.Ordinal) && e.Message.Contains(" at /invited/[FILTERED] in ", StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Conns.Log.Entries, static e => e.Message.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_client_is_served_under_a_name_that_browsers_may_keep()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/basic");
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(page.Html, "src=\"(/live/[^\"]+)\""))
        {
            var file = await app.Conns.Conn().Get(match.Groups[1].Value);

            Assert.Equal(200, file.Status);
            Assert.Contains("immutable", file.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.True(file.BodyBytes.Length > 10_000);
        }
    }

    [Fact]
    public async Task A_join_has_the_page_and_the_version_of_the_client()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/basic/7");

        var reply = await page.Join();

        Assert.Equal("<p>0</p><i>connected</i><b>7 show</b>", page.Content[..page.Content.IndexOf("<u>", StringComparison.Ordinal)]);
        Assert.Matches("^1\\.2\\.[0-9]+$", reply["liveview_version"]);
    }

    [Fact]
    public async Task Data_loads_once_for_both_renders()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/basic");
        var first = page.Html[page.Html.IndexOf("<u>", StringComparison.Ordinal)..page.Html.IndexOf("</u>", StringComparison.Ordinal)];

        await page.Join();

        Assert.Contains(first, page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_change_the_state_and_are_answered_with_what_changed()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        Assert.Equal("""{"diff":{"0":"1"}}""", (await page.Event("increment")).Payload.GetRawText());
        Assert.Equal("""{"diff":{"0":"11"}}""", (await page.Event("increment", values: ("by", "10"))).Payload.GetRawText());
        Assert.Equal("""{}""", (await page.Event("increment", values: ("by", 0))).Payload.GetRawText());
        Assert.StartsWith("<p>11</p>", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payloads_are_typed()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        await page.Form("paint", "colour=green&bright=on&day=2026-11-22&note=hi");
        Assert.Contains("<i>Green True 2026-11-22 hi</i>", page.Content, StringComparison.Ordinal);
        await page.Form("change-form", "user[name]=Ada&user[_unused_name]=", "user[name]");
        Assert.Contains("<i>Ada at user.name</i>", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_takes_the_inputs_of_a_form_by_its_name()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        await page.Form("save", "user[name]=Ada");
        Assert.Contains("<i>Ada of nowhere</i>", page.Content, StringComparison.Ordinal);
        await page.Form("save", "user[name]=Ada&address[city]=London");
        Assert.Contains("<i>Ada of London</i>", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_gets_its_reply_and_pages_their_title_and_events()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        Assert.Equal("""{"diff":{"r":5}}""", (await page.Event("ask", "hook", ("question", "hello"))).Payload.GetRawText());
        Assert.Equal("""{"diff":{"t":"New"}}""", (await page.Event("title", values: ("text", "New"))).Payload.GetRawText());
        Assert.Equal("""{"diff":{"e":[["shout",0]]}}""", (await page.Event("shout")).Payload.GetRawText());
        Assert.Equal("""{}""", (await page.Event("title", values: ("text", "New"))).Payload.GetRawText());
    }

    [Fact]
    public async Task Messages_of_other_processes_render_too()
    {
        await using var app = await LiveApp.Start();
        var (one, two) = (await app.Open("/basic"), await app.Open("/basic"));

        await app.Conns.Node.Run(_ => { PubSub.Default.Broadcast("basic", new BasicLive.Poke(5)); return Task.CompletedTask; });

        Assert.Equal("""{"0":"5"}""", (await one.Diff()).GetRawText());
        Assert.Equal("""{"0":"5"}""", (await two.Diff()).GetRawText());
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%C3%A9%20%2f", "é /")]
    public async Task A_segment_of_the_address_reads_as_it_does_in_the_first_HTML(string segment, string id)
    {
        await using var app = await LiveApp.Start();

        var page = await app.Open("/basic/" + segment);

        Assert.Contains($"<b>{id} show</b>", page.Content, StringComparison.Ordinal);
        Assert.Equal("""{"diff":{"2":"8"}}""", (await page.Push("live_patch", Params.Of(("url", "http://localhost/basic/8")))).Payload.GetRawText());
        Assert.Equal(id, (await page.Push("live_patch", Params.Of(("url", "http://localhost/basic/" + segment)))).Payload.GetProperty("diff").GetProperty("2").GetString());
    }

    [Fact]
    public async Task A_patch_keeps_the_view_and_changes_its_address()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");
        await page.Event("increment");

        await page.Event("patch", values: ("to", "/basic/9"));
        var pushed = await page.Channel.AssertPush("live_patch");

        Assert.Equal("""{"to":"/basic/9","kind":"push"}""", pushed.Payload.GetRawText());
        Assert.StartsWith("<p>1</p><i>connected</i><b>9 show</b>", page.Content, StringComparison.Ordinal);
        Assert.Equal("""{"diff":{"2":"8"}}""", (await page.Push("live_patch", Params.Of(("url", "http://localhost/basic/8")))).Payload.GetRawText());
        Assert.Equal("""{"link_redirect":true}""", (await page.Push("live_patch", Params.Of(("url", "http://localhost/other")))).Payload.GetRawText());
    }

    [Fact]
    public async Task A_navigation_takes_its_message_along_and_ends_the_view()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        var reply = await page.Event("leave", values: ("to", "/other"));
        await page.Socket.AssertEvent("phx_close");

        var redirect = reply.Payload.GetProperty("live_redirect");
        Assert.Equal("/other", redirect.GetProperty("to").GetString());
        var joined = await page.TryJoin(redirect: "/other", flash: redirect.GetProperty("flash").GetString());
        Assert.Equal("ok", joined.Status);
        Assert.Equal("""["div",{}]""", joined["container"]);
        Assert.Equal("<p>other bye</p>", page.Content);
    }

    [Fact]
    public async Task A_redirect_leaves_and_may_leave_the_site_only_when_told_so()
    {
        await using var app = await LiveApp.Start();

        Assert.Equal("""{"redirect":{"to":"/other"}}""", (await (await app.Open("/basic")).Event("out", values: ("to", "/other"))).Payload.GetRawText());
        Assert.Equal("""{"redirect":{"to":"https://example.com/"}}""", (await (await app.Open("/basic")).Event("out", values: ("to", "https://example.com/"))).Payload.GetRawText());

        var page = await app.Open("/basic");
        var push = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "out"), ("value", Params.Of(("to", "//evil.example")))));
        await page.Socket.AssertEvent("phx_error");
        GC.KeepAlive(push);
    }

    [Theory]
    [InlineData("/mount/redirect", "/other")]
    [InlineData("/members", "/other")]
    public async Task A_mount_may_send_the_browser_elsewhere(string path, string to)
    {
        await using var app = await LiveApp.Start();

        Assert.Equal(to, (await app.Get(path)).Conn.RedirectedTo());
    }

    [Fact]
    public async Task A_connected_mount_may_navigate_too()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/mount/redirect-connected");

        var reply = await page.TryJoin();

        Assert.Equal("error", reply.Status);
        Assert.Equal("""{"live_redirect":{"to":"/other","kind":"push"}}""", reply.Payload.GetRawText());
    }

    [Fact]
    public async Task What_is_not_there_any_more_is_asked_for_again_and_answered_with_its_status()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/mount/missing");

        var reply = await page.TryJoin();

        Assert.Equal("reload", reply["reason"]);
        Assert.Equal("404", reply["status"]);
        var again = await page.Conn.PutCookie("__phoenix_reload_status__", reply["token"]!).Get("/mount/missing");
        Assert.Equal(404, again.Status);
        Assert.Equal(200, (await page.Conn.PutCookie("__phoenix_reload_status__", "forged").Get("/mount/missing")).Status);
    }

    [Fact]
    public async Task Hooks_of_a_live_session_run_before_the_mount_and_see_events()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/members?name=ada");

        Assert.Equal("<main><p>ada</p></main>", page.Content);
        Assert.Equal("{}", (await page.Event("forbidden")).Payload.GetRawText());
        await page.Event("allowed");
        Assert.Equal("<main data-flash=\"allowed\"><p>ada</p></main>", page.Content);
    }

    [Fact]
    public async Task A_log_out_ends_open_pages()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic?login=ada");

        await app.Conns.Node.Run(_ => { PubSub.Default.Broadcast("users:ada", new Broadcast("users:ada", "disconnect", PayloadJson.Empty)); return Task.CompletedTask; });

        Assert.Equal(CloseCodes.GoingAway, await page.Socket.AssertClosed());
    }

    [Fact]
    public async Task An_exception_ends_the_page_alone_and_is_logged_with_its_state()
    {
        await using var app = await LiveApp.Start();
        var (page, neighbour) = (await app.Open("/basic"), await app.Open("/basic"));
        await page.Event("increment", values: ("by", 41));

        var push = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "fail"), ("value", Params.Empty)));
        await page.Socket.AssertEvent("phx_error");

        GC.KeepAlive(push);
        Assert.Contains(app.Conns.Log.Entries, e => e.ToString()!.Contains("told to fail", StringComparison.Ordinal) && e.ToString()!.Contains("Count = 41", StringComparison.Ordinal));
        Assert.Equal("""{"diff":{"0":"1"}}""", (await neighbour.Event("increment")).Payload.GetRawText());
        page.Params["_mounts"] = 1;
        await page.Join();
        Assert.StartsWith("<p>0</p>", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_beside_the_page_reports_when_it_is_done_or_has_failed()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/async");

        await page.Event("load", values: ("what", "one"));
        Assert.StartsWith("<p>loading", page.Content, StringComparison.Ordinal);
        await page.Diff();
        Assert.Equal("<p>idle one</p>", page.Content);
        await page.Event("load", values: ("what", "fail"));
        await page.Diff();
        Assert.Equal("<p>failed one</p>", page.Content);
        await page.Event("load", values: ("what", "hang"));
        Assert.Equal("<p>loading one</p>", page.Content);
        Assert.Equal("""{"diff":{"r":true}}""", (await page.Event("cancel", "hook")).Payload.GetRawText());
        Assert.Equal("""{"diff":{"r":false}}""", (await page.Event("cancel", "hook")).Payload.GetRawText());
    }
}
