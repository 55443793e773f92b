using Zhar.Live.Testing;

namespace MyApp.Tests;

public sealed class HomeLiveTests(TestApp app) : ConnCase(app)
{
    [Fact]
    public async Task The_first_page_counts()
    {
        await using var page = await Conn().Live("/");

        await page.Element("button", "Count").Click();
        await page.Element("button", "Count").Click();

        Assert.Equal("2", page.Element("output").Text);
    }

    [Fact]
    public async Task What_is_not_there_is_404() => Assert.Equal(404, (await Conn().Get("/nowhere")).Status);
}
