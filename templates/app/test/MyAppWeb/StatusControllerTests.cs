namespace MyApp.Tests;

public sealed class StatusControllerTests(TestApp app) : ConnCase(app)
{
    [Fact]
    public async Task It_says_who_answers()
    {
        var status = await Conn().Get("/api/status");

        Assert.Equal("my_app", status.JsonResponse().GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task It_is_healthy(string path) => Assert.Equal("Healthy", (await Conn().Get(path)).TextResponse());
}
