using Zhar.Live.Testing;

namespace Zhar.Live.Samples.Tests;

/// <summary>Coming and going.</summary>
public sealed class ChatSessionTests : ChatCase
{
    [Fact]
    public async Task Who_has_not_said_a_name_is_asked_for_it()
    {
        var asked = await App.Conn().Get("/chat/general");

        Assert.Equal("/", asked.RedirectedTo());
        Assert.Contains("Who is there?", (await asked.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "can&#39;t be blank")]
    [InlineData(" \u202E\u0001 ", "can&#39;t be blank")]
    [InlineData("Ada\0", "has a character that cannot be stored")]
    [InlineData("A name that is longer than thirty", "should be at most 30 character(s)")]
    public async Task A_name_that_cannot_be_is_refused_with_the_reason(string name, string reason)
    {
        var gate = await App.Conn().Get("/");

        var refused = await gate.Post("/session", Params.Of(("_csrf_token", TokenOf(gate)), ("member", Params.Of(("name", name)))));

        Assert.Contains(reason, refused.HtmlResponse(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_text()
    {
        await using var page = await Enter("<b>Ada</b> & \"Co\"");

        await Say(page, "Hello");

        Assert.Equal("<b>Ada</b> & \"Co\" you", page.Element("#people .who").Text);
        Assert.False(page.Has("#people b, #messages b"));
    }

    [Fact]
    public async Task Who_is_known_goes_straight_to_the_rooms() =>
        Assert.Equal("/chat/general", (await (await LogIn("Ada")).Get("/")).RedirectedTo());

    [Fact]
    public async Task Leaving_ends_the_pages_that_are_open()
    {
        await using var ada = await Enter("Ada");
        var browser = await LogIn("Grace");
        await using var grace = await browser.Live("/chat/general");
        await ada.WaitFor(static html => html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        var shown = await browser.Get("/chat/general");

        var left = await shown.Post("/session", Params.Of(("_csrf_token", TokenOf(shown)), ("_method", "delete")));

        await ada.WaitFor(static html => !html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        Assert.Equal("/", left.RedirectedTo());
        Assert.Equal("/", (await left.Get("/chat/general")).RedirectedTo());
    }

    [Fact]
    public async Task Another_site_can_log_nobody_out()
    {
        var browser = await LogIn("Ada");

        Assert.Equal(403, (await browser.Post("/session", Params.Of(("_method", "delete")))).Status);
        Assert.Equal("/chat/general", (await browser.Get("/")).RedirectedTo());
    }
}
