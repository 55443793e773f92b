using Chat;
using ChatWeb;
using Zhar.Live.Testing;

namespace Zhar.Live.Samples.Tests;

/// <summary>The chat, as the people in it see it.</summary>
public sealed class ChatTests : ChatCase
{
    [Fact]
    public async Task What_one_says_the_others_see()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");

        await Say(ada, "Hello");
        await grace.WaitFor(static html => html.Contains("Hello", StringComparison.Ordinal));

        Assert.Equal("Hello", Messages(grace)[^1]);
        Assert.False(grace.Has("#messages .mine"));
        await ada.WaitFor(_ => ada.Has("#messages .mine", "Hello")); // she hears of it as the others do
    }

    [Fact]
    public async Task What_was_said_is_there_for_those_who_come_later()
    {
        await using (var ada = await Enter("Ada"))
            await Say(ada, "Kept");

        var page = (await (await LogIn("Grace")).Get("/chat/general")).HtmlResponse();

        Assert.Contains("Kept", page, StringComparison.Ordinal);
        Assert.Contains("it keeps what you see", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_said_between_the_first_page_and_its_connection_is_missed()
    {
        await using var ada = await Enter("Ada");
        var first = await (await LogIn("Grace")).Get("/chat/general");
        await Say(ada, "Just now");

        var (view, _) = await first.TryConnect();
        await using var grace = view!; // it was not sent elsewhere

        Assert.DoesNotContain("Just now", first.Body, StringComparison.Ordinal);
        Assert.Single(Messages(grace), "Just now");
    }

    [Fact]
    public async Task An_empty_message_is_not_sent()
    {
        await using var page = await Enter("Ada", "random");

        await Say(page, "  \n ");

        Assert.Empty(Messages(page));
        Assert.True(page.Has("#empty", "Nobody has said anything yet."));
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_and_stays_where_it_was_typed()
    {
        await using var page = await Enter("Ada", "random");
        var text = new string('x', 2001);

        await Say(page, text);

        Assert.Empty(Messages(page));
        Assert.Contains("should be at most 2000 character(s)", page.Element("#composer .field-error").Text, StringComparison.Ordinal);
        Assert.Equal(text, page.Element("#composer textarea").Text);
    }

    [Fact]
    public async Task A_text_that_no_database_keeps_is_refused()
    {
        await using var page = await Enter("Ada", "random");

        await Say(page, "null\0");

        Assert.Empty(Messages(page));
        Assert.Contains("has a character that cannot be stored", page.Element("#composer .field-error").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_is_taken_away_once_it_is_stored()
    {
        await using var page = await Enter("Ada");

        await page.Form("#composer", ("message[body]", "Hel")).Change();
        Assert.Equal("Hel", page.Element("#composer textarea").Text);
        await Say(page, "Hello");

        await page.AssertPushEvent("sent");
        Assert.Equal("", page.Element("#composer textarea").Text);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>")]
    [InlineData("start\u0001 and bell\a", "start and bell")]
    [InlineData("turned \u202Earound\u202C", "turned around")]
    [InlineData("{{7*7}} ${7*7} &amp;", "{{7*7}} ${7*7} &amp;")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    public async Task Hostile_text_is_text(string typed, string shown)
    {
        await using var page = await Enter("Ada", "random");

        await Say(page, typed);
        await page.Render();

        Assert.Equal(shown, Assert.Single(Messages(page)));
        Assert.False(page.Has("#messages script, #messages img, #messages a"));
        Assert.Contains(System.Net.WebUtility.HtmlEncode(shown).Replace("&#39;", "'", StringComparison.Ordinal)[..4], (await (await LogIn("Grace")).Get("/chat/random")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_of_the_web_become_links()
    {
        await using var page = await Enter("Ada", "random");

        await Say(page, "See https://example.org/a?b=1&c=\"2, or (http://example.org).");
        await page.Render();

        Assert.Equal(["https://example.org/a?b=1&c=\"2", "http://example.org"], page.Texts("#messages a"));
        Assert.Equal("noopener noreferrer nofollow", page.Element("#messages a", "b=1")["rel"]);
        Assert.Equal("See https://example.org/a?b=1&c=\"2, or (http://example.org).", Messages(page)[0]);
    }

    [Fact]
    public async Task What_one_says_in_a_row_stands_under_one_name()
    {
        await using var ada = await Enter("Ada", "random");
        await using var grace = await Enter("Grace", "random");

        await Say(ada, "one");
        await Say(ada, "two");
        await Say(grace, "three");
        await ada.WaitFor(static html => html.Contains("three", StringComparison.Ordinal));

        Assert.Equal(["Ada", "Grace"], ada.Texts("#messages .author"));
        Assert.Equal(1, ada.Count("#messages .day-break"));
    }

    [Fact]
    public async Task Earlier_messages_are_shown_on_request()
    {
        var rooms = (Rooms)App.Services.GetService(typeof(Rooms))!; // the application has it
        var room = await rooms.Get("random");
        for (var i = 1; i <= 120; i++)
            await rooms.Post(room, new Member { Id = "a", Name = "Ada" }, Params.Of(("body", $"message {i}")));

        await using var page = await Enter("Grace", "random");
        Assert.Equal(["message 71", "message 120"], [Messages(page)[0], Messages(page)[^1]]);

        await page.Element("button", "Earlier messages").Click();
        Assert.Equal(["message 21", "message 120"], [Messages(page)[0], Messages(page)[^1]]);
        await page.Element("button", "Earlier messages").Click();

        Assert.Equal(Enumerable.Range(1, 120).Select(static i => $"message {i}"), Messages(page));
        Assert.False(page.Has("button", "Earlier messages"));
    }

    [Fact]
    public async Task A_page_whose_process_dies_is_alone_with_it()
    {
        await using var ada = await Enter("Ada");
        var browser = await LogIn("Grace");
        var grace = await browser.Live("/chat/general");

        await Kill(grace);
        await ada.WaitFor(static html => !html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        await using var again = await browser.Live("/chat/general");
        await Say(again, "Back again");
        await ada.WaitFor(static html => html.Contains("Back again", StringComparison.Ordinal));

        Assert.Equal(["Ada", "Grace"], ada.Texts("#people bdi"));
    }
}
