using System.Text.RegularExpressions;
using Zhar.Live.Tests.Support;

namespace Zhar.Live.Tests.Views;

/// <summary>Views that stay while the routed one changes.</summary>
public sealed class StandingViewTests
{
    [Theory]
    [InlineData("sticky")]
    [InlineData("corner")]
    public async Task A_view_that_stands_alone_goes_on_when_it_sends_the_page_elsewhere(string id)
    {
        await using var app = await LiveApp.Start();
        var view = Standing(await app.Get("/standing"), id);
        await view.Join();

        var reply = await view.Event("leave");
        var next = await view.Event("count");

        Assert.Equal("/other", reply.Payload.GetProperty("live_redirect").GetProperty("to").GetString());
        Assert.True(reply.Payload.GetProperty("live_redirect").TryGetProperty("flash", out _));
        Assert.Equal("""{"diff":{"0":"1"}}""", next.Payload.GetRawText());
    }

    [Fact]
    public async Task A_sticky_view_is_marked_and_knows_no_view_around_it()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Open("/standing");

        foreach (var html in (string[])[page.Html, page.Content])
        {
            var tag = Regex.Match(html, "<div[^>]* ?id=\"sticky\"[^>]*>").Value;
            Assert.Contains("data-phx-sticky", tag, StringComparison.Ordinal);
            Assert.DoesNotContain("data-phx-parent-id", tag, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("data-phx-sticky", Regex.Match(page.Html, "<div[^>]* ?id=\"corner\"[^>]*>").Value, StringComparison.Ordinal);
    }

    private static Page Standing(Page page, string id)
    {
        var tag = Regex.Match(page.Html, $"<div[^>]* ?id=\"{id}\"[^>]*>").Value;
        page.Id = id;
        page.SessionToken = Regex.Match(tag, "data-phx-session=\"([^\"]+)\"").Groups[1].Value;
        page.StaticToken = Regex.Match(tag, "data-phx-static=\"([^\"]+)\"").Groups[1].Value;
        return page;
    }
}
