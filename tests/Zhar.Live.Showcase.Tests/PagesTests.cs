namespace Zhar.Live.Showcase.Tests;

/// <summary>What stands on the pages before anybody does anything.</summary>
public sealed class PagesTests : ShowcaseCase
{
    [Fact]
    public async Task The_start_leads_to_every_part_and_holds_a_live_view()
    {
        var page = (await Browser().Get("/")).HtmlResponse();

        foreach (var part in (string[])["/counter", "/chat", "/blog", "/board", "/kv", "/users"])
            Assert.Contains($"<h2><a href=\"{part}\">", page, StringComparison.Ordinal);
        Assert.Matches("""<div id="pulse" data-phx-session="[^"]+" data-phx-static="[^"]+"><dl class="pulse">""", page);
    }

    [Theory]
    [InlineData("/counter", "Count up")]
    [InlineData("/chat/general", "Welcome! This page is a process on the server")]
    [InlineData("/blog", "Let it crash")]
    [InlineData("/blog/1", "And what if it fails again?")]
    [InlineData("/board", "Drag me to the right")]
    [InlineData("/kv", "Key-value store")]
    [InlineData("/users", Ada)]
    [InlineData("/users/1", "ada@example.org")]
    [InlineData("/users/new", "Store")]
    [InlineData("/signup", "At least 10 characters")]
    [InlineData("/login", "Password")]
    public async Task Every_page_is_there(string path, string text) => Assert.Contains(text, (await Browser().Get(path)).HtmlResponse(), StringComparison.Ordinal);

    [Fact]
    public async Task The_chat_leads_into_its_first_room() => Assert.Equal("/chat/general", (await Browser().Get("/chat")).RedirectedTo());

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/users/999")]
    [InlineData("/blog/999")]
    [InlineData("/chat/nowhere")]
    public async Task What_is_not_there_is_said_on_a_page_of_the_showcase(string path)
    {
        var page = (await Browser().PutHeader("Accept", "text/html").Get(path)).HtmlResponse(404);

        Assert.Contains("There is nothing here", page, StringComparison.Ordinal);
        Assert.Contains("To the start", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_keeps_the_name_that_the_session_gave()
    {
        var first = await Browser().Get("/blog/1");
        var again = await first.Get("/blog/2");

        Assert.Matches("value=\"[A-Z][a-z]+ [A-Z][a-z]+\"", first.HtmlResponse());
        Assert.Equal(Name(first.Body), Name(again.HtmlResponse()));

        static string Name(string page) => System.Text.RegularExpressions.Regex.Match(page, "id=\"comment_author\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
    }
}
