namespace Zhar.Live.Tests.Lives;

/// <summary>What is only needed for one render does not stay in memory.</summary>
public sealed class AfterRenderTests
{
    [Fact]
    public async Task What_a_render_has_shown_can_be_dropped_and_the_browser_keeps_it()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/feed");

        Assert.Equal("<ul><li>first</li><li>second</li></ul>", page.Content);
        Assert.Equal("""{"diff":{"r":0}}""", (await page.Event("held", "hook")).Payload.GetRawText());
        Assert.Equal("<ul><li>first</li><li>second</li></ul>", page.Content);

        await page.Event("add", values: ("entry", "third"));
        Assert.Equal("<ul><li>third</li></ul>", page.Content);
        Assert.Equal("""{"diff":{"r":0}}""", (await page.Event("held", "hook")).Payload.GetRawText());
    }

    [Fact]
    public async Task It_is_called_once_for_each_render()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/feed");

        Assert.Equal("""{"diff":{"r":1}}""", (await page.Event("renders", "hook")).Payload.GetRawText());
        Assert.Equal("""{"diff":{"r":2}}""", (await page.Event("renders", "hook")).Payload.GetRawText());
    }

    [Fact]
    public async Task A_page_that_joins_again_has_everything_again()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/feed");
        await page.Event("held", "hook");

        await page.Join();

        Assert.Equal("<ul><li>first</li><li>second</li></ul>", page.Content);
    }
}
