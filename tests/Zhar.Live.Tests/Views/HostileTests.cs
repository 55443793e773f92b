using System.Text;
using Zhar.Live.Tests.Support;
using Zhar.Web;

namespace Zhar.Live.Tests.Views;

/// <summary>What browsers that lie, flood or babble get: a refusal, and nobody else notices.</summary>
public sealed class HostileTests
{
    [Fact]
    public async Task Tokens_that_are_forged_or_of_another_page_are_stale()
    {
        await using var app = await LiveApp.Start();
        var other = await app.Get("/other");

        foreach (var change in new Action<Page>[]
        {
            p => p.SessionToken = "",
            p => p.SessionToken = "AAAA",
            p => p.SessionToken = p.SessionToken[..^2] + (p.SessionToken[^2] == 'A' ? "BB" : "AA"),
            p => p.SessionToken = other.SessionToken,
            p => p.StaticToken = other.StaticToken,
            p => p.StaticToken = p.SessionToken,
            p => p.SessionToken = p.StaticToken,
            p => p.Id = "phx-0000000000000000",
            p => p.Info = new ConnectInfo(),
            p => p.Url = "http://localhost/nowhere",
            p => p.Url = "javascript:alert(1)",
            p => p.Url = "http://localhost/basic?" + string.Join('&', Enumerable.Range(0, 20_000).Select(i => $"a{i}=1")),
        })
        {
            var page = await app.Get("/basic");
            change(page);

            var reply = await page.TryJoin();

            Assert.Equal("error", reply.Status);
            Assert.Equal("stale", reply["reason"]);
        }
    }

    [Fact]
    public async Task A_page_stays_inside_its_live_session()
    {
        await using var app = await LiveApp.Start();

        var elsewhere = await app.Get("/basic");
        elsewhere.Url = "http://localhost/other";
        Assert.Equal("unauthorized", (await elsewhere.TryJoin())["reason"]);

        var crossing = await app.Get("/basic");
        Assert.Equal("unauthorized", (await crossing.TryJoin(redirect: "/members?name=eve"))["reason"]);
    }

    [Fact]
    public async Task An_event_that_nobody_handles_ends_the_page_and_names_what_is_missing()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        var push = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "no_such_event"), ("value", Params.Empty)));
        await page.Socket.AssertEvent("phx_error");

        GC.KeepAlive(push);
        Assert.Contains(app.Conns.Log.Entries, e => e.ToString()!.Contains("no handler for the event \"no_such_event\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_of_the_wrong_type_is_dropped_and_the_page_lives_on()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        Assert.Equal("{}", (await page.Event("increment", values: ("by", "many"))).Payload.GetRawText());
        Assert.Equal("{}", (await page.Event("increment", values: ("by", Params.Of(("x", 1))))).Payload.GetRawText());
        Assert.Equal("{}", (await page.Event("ask")).Payload.GetRawText());
        Assert.Equal("{}", (await page.Form("paint", "colour=7&bright=on")).Payload.GetRawText());
        Assert.Equal("{}", (await page.Form("save", "user=Ada")).Payload.GetRawText());
        Assert.Equal("{}", (await page.Form("save", "user[name]=Ada&address=here")).Payload.GetRawText());
        Assert.Equal("""{"diff":{"0":"1"}}""", (await page.Event("increment")).Payload.GetRawText());
        Assert.Equal(6, app.Conns.Log.Entries.Count(e => e.ToString()!.Contains("whose payload does not fit its handler", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("event", """{"type":"click","value":{}}""")]
    [InlineData("event", """{"type":"click","event":7,"value":{}}""")]
    [InlineData("event", """[]""")]
    [InlineData("event", "7")]
    [InlineData("live_patch", "{}")]
    [InlineData("live_patch", """{"url":"nonsense"}""")]
    [InlineData("live_patch", """{"url":{"a":1}}""")]
    [InlineData("no_such", "{}")]
    public async Task What_is_none_of_the_protocol_gets_an_error_and_the_page_lives_on(string @event, string payload)
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        await page.Socket.SendRaw(Encoding.UTF8.GetBytes($"""["1","9","lv:{page.Id}","{@event}",{payload}]"""));
        var reply = await page.Socket.AssertEvent("phx_reply", e => e.Ref == "9");

        Assert.Equal("error", reply.Status);
        Assert.Equal("""{"diff":{"0":"1"}}""", (await page.Event("increment")).Payload.GetRawText());
    }

    [Fact]
    public async Task A_flood_of_events_is_answered_one_by_one()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        for (var i = 0; i < 1000; i++)
            await page.Socket.SendRaw(Encoding.UTF8.GetBytes($$$"""["1","f{{{i}}}","lv:{{{page.Id}}}","event",{"type":"click","event":"increment","value":{}}]"""));

        var last = await page.Socket.AssertEvent("phx_reply", e => e.Ref == "f999");
        Assert.Equal("""{"diff":{"0":"1000"}}""", last.Payload.GetRawText());
    }

    [Fact]
    public async Task A_mount_that_always_throws_costs_its_page_alone()
    {
        await using var app = await LiveApp.Start();
        Assert.Equal(500, (await app.Get("/mount/throw")).Conn.Status);
        var page = await app.Get("/mount/throw-connected");
        var neighbour = await app.Open("/basic");

        for (var i = 0; i < 20; i++)
            Assert.Equal("join crashed", (await page.TryJoin())["reason"]);

        Assert.Equal("""{"diff":{"0":"1"}}""", (await neighbour.Event("increment")).Payload.GetRawText());
    }

    [Fact]
    public async Task A_page_that_patches_for_ever_is_stopped()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/basic");

        var push = page.Channel.Push("event", Params.Of(("type", "click"), ("event", "patch"), ("value", Params.Of(("to", "/basic?loop=1")))));
        await page.Socket.AssertEvent("phx_error");

        GC.KeepAlive(push);
        Assert.Contains(app.Conns.Log.Entries, e => e.ToString()!.Contains("20 times in a row", StringComparison.Ordinal));
    }
}
