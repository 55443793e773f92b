using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Plugs;

public sealed class AcceptsTests
{
    [Theory]
    [InlineData(null, "", "html")]
    [InlineData("*/*", "", "html")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "", "html")]
    [InlineData("application/json", "", "json")]
    [InlineData("application/json;q=0.5, text/html;q=0.9", "", "html")]
    [InlineData("application/json;q=0.9, text/html;q=0.5", "", "json")]
    [InlineData("application/*", "", "json")]
    [InlineData("image/png, */*;q=0.1", "", "html")]
    [InlineData("text/html", "?_format=json", "json")]
    [InlineData("application/vnd.example+json", "", "application/vnd.example+json")]
    [InlineData("image/png", "", null)]
    [InlineData("application/json;q=0", "", null)]
    [InlineData("\"", "", null)]
    [InlineData("text/html", "?_format=xml", null)]
    public async Task The_format_is_the_one_that_the_client_wants_most_or_406(string? accept, string query, string? expected)
    {
        var api = new Pipeline(static p => p.Accepts("html", "json", "application/vnd.example+json"));
        await using var app = await FunctionEndpoint.Start(_ => { }, s => s.Scope("/", api, static a => a.Get("/", Actions.Text(static c => c.Format))));
        var conn = accept is null ? app.Conn() : app.Conn().PutHeader("accept", accept);

        conn = await conn.Get("/" + query);

        if (expected is null)
            Assert.Equal(406, conn.Status);
        else
            Assert.Equal(expected, conn.TextResponse());
    }

    [Fact]
    public async Task An_unknown_format_stops_the_start_and_is_named()
    {
        var error = await Assert.ThrowsAsync<ApplicationStartException>(() => FunctionEndpoint.Start(static p => p.Accepts("htlm"), _ => { }));

        Assert.Contains("\"htlm\" is no known format", error.Message, StringComparison.Ordinal);
    }
}
