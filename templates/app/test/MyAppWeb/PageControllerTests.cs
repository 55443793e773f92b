namespace MyApp.Tests;

public sealed class PageControllerTests(TestApp app) : ConnCase(app)
{
    [Fact]
    public async Task The_first_page_is_there()
    {
        var page = await Conn().Get("/");

        Assert.Contains("It runs.", page.HtmlResponse());
    }

    [Fact]
    public async Task What_is_not_there_is_404() => Assert.Equal(404, (await Conn().Get("/nowhere")).Status);
}
