using System.Text.RegularExpressions;
using Zhar.Live.Tests.Support;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Lives;

/// <summary>A view in the layout of a live session lives on while pages come and go.</summary>
public sealed partial class StickyTests
{
    [Fact]
    public async Task The_first_HTML_has_a_sticky_view_without_a_parent()
    {
        await using var app = await LifeApp.Start();

        var page = await app.App.Get("/lounge/hall");

        var tag = Sticky().Match(page.Html).Value;
        Assert.Contains("data-phx-sticky", tag, StringComparison.Ordinal);
        Assert.DoesNotContain("data-phx-parent-id", tag, StringComparison.Ordinal);
        Assert.Contains("<i>one</i><b>0</b>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_keeps_its_process_and_its_state_when_the_page_navigates()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/lounge/hall");
        var radio = await Join(page);
        Assert.Equal("""{"diff":{"1":"1"}}""", (await Click(radio, "louder")).Payload.GetRawText());

        await page.Channel.Leave();
        Assert.Equal("ok", (await page.TryJoin(redirect: "/lounge/library")).Status);

        Assert.EndsWith("<p>library of nobody</p>", page.Content, StringComparison.Ordinal);
        Assert.Equal(Attribute(Sticky().Match(page.Content).Value, "id"), radio.Topic["lv:".Length..]);
        Assert.Equal("""{"diff":{"1":"2"}}""", (await Click(radio, "louder")).Payload.GetRawText());
    }

    [Fact]
    public async Task Neither_it_nor_the_page_takes_the_other_down()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/lounge/hall");
        var radio = await Join(page);

        _ = radio.Push("event", Params.Of(("type", "click"), ("event", "fail"), ("value", Params.Empty)));
        await radio.AssertPush("phx_error");
        await page.Event("step");
        Assert.EndsWith("<p>hall 1</p>", page.Content, StringComparison.Ordinal);

        radio = await Join(page);
        _ = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "fail"), ("value", Params.Empty)));
        await page.Channel.AssertPush("phx_error");
        Assert.Equal("""{"diff":{"1":"1"}}""", (await Click(radio, "louder")).Payload.GetRawText());
    }

    [Fact]
    public async Task It_sends_the_page_elsewhere_but_has_no_address_to_patch()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/lounge/hall");

        var reply = await Click(await Join(page), "go", ("to", "/lounge/library"));
        Assert.Equal("/lounge/library", reply.Payload.GetProperty("live_redirect").GetProperty("to").GetString());

        var radio = await Join(page);
        _ = radio.Push("event", Params.Of(("type", "click"), ("event", "turn"), ("value", Params.Of(("to", "/lounge/hall?n=2")))));
        await radio.AssertPush("phx_error");
        Assert.Contains(app.App.Conns.Log.Entries, static e => e.ToString().Contains("has no address of its own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_ends_with_its_connection()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/lounge/hall");
        var radio = await Join(page);

        await page.Socket.Close();

        await Eventually.True(() => !Process.IsAlive(radio.Pid) && !Process.IsAlive(page.Pid));
    }

    private static Task<ChannelEvent> Click(TestChannel channel, string name, params (string Key, object? Value)[] values) =>
        channel.Push("event", Params.Of(("type", "click"), ("event", name), ("value", Params.Of(values)))).AssertReply();

    /// <summary>Joins the sticky view of a page over the page's connection, as the client does.</summary>
    private static Task<TestChannel> Join(Page page)
    {
        var tag = Sticky().Match(page.Content).Value;
        return page.Socket.Join("lv:radio", Params.Of(
            ("session", Attribute(tag, "data-phx-session")), ("static", null), ("sticky", true), ("params", Params.Of(("_mounts", 0)))));
    }

    private static string Attribute(string tag, string name) => Regex.Match(tag, name + "=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<div id=\"radio\"[^>]*>")]
    private static partial Regex Sticky();
}
