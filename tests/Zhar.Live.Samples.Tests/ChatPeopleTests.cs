using ChatWeb;
using Zhar.Live.Testing;

namespace Zhar.Live.Samples.Tests;

/// <summary>Who is there, and who is typing.</summary>
public sealed class ChatPeopleTests : ChatCase
{
    [Fact]
    public async Task Who_comes_and_goes_is_seen_by_those_in_the_room()
    {
        await using var ada = await Enter("Ada");
        var grace = await Enter("Grace");
        await ada.WaitFor(static html => html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        Assert.Equal(["Ada you", "Grace"], ada.Texts("#people .who"));
        Assert.Equal("2", ada.Element("#count").Text);

        await grace.DisposeAsync();

        await ada.WaitFor(static html => !html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
        Assert.Equal(["Ada you"], ada.Texts("#people .who"));
    }

    [Fact]
    public async Task Two_pages_of_one_browser_are_one_person()
    {
        await using var ada = await Enter("Ada");
        var browser = await LogIn("Grace");
        await using var first = await browser.Live("/chat/general");
        var second = await browser.Live("/chat/general");
        await ada.WaitFor(static html => html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));

        await second.DisposeAsync();
        await Say(first, "Still here");
        await ada.WaitFor(static html => html.Contains("Still here", StringComparison.Ordinal));

        Assert.Equal(["Ada", "Grace"], ada.Texts("#people bdi"));
        await first.WaitFor(_ => first.Has(".mine", "Still here")); // it hears of it as the others do
    }

    [Fact]
    public async Task Two_of_one_name_are_two_people()
    {
        await using var one = await Enter("Ada", "random");
        await using var other = await Enter("Ada", "random");
        await one.WaitFor(static html => html.Contains("id=\"count\" class=\"count\">2", StringComparison.Ordinal));

        await Say(other, "Not yours");
        await one.WaitFor(static html => html.Contains("Not yours", StringComparison.Ordinal));

        Assert.False(one.Has("#messages .mine"));
    }

    [Fact]
    public async Task Who_types_is_seen_until_the_message_is_there()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");

        await grace.Form("#composer", ("message[body]", "Hel")).Change();
        await ada.WaitFor(static html => html.Contains("Grace is typing…", StringComparison.Ordinal));
        Assert.DoesNotContain("typing…", await grace.Render(), StringComparison.Ordinal);

        await Say(grace, "Hello");
        await ada.WaitFor(static html => !html.Contains("typing…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_takes_the_text_away_does_not_type()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");
        await grace.Form("#composer", ("message[body]", "Hel")).Change();
        await ada.WaitFor(static html => html.Contains("Grace is typing…", StringComparison.Ordinal));

        await grace.Form("#composer", ("message[body]", "")).Change();

        await ada.WaitFor(static html => !html.Contains("typing…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_pauses_does_not_type()
    {
        await using var ada = await Enter("Ada");
        await using var grace = await Enter("Grace");
        await grace.Form("#composer", ("message[body]", "Hel")).Change();
        await ada.WaitFor(static html => html.Contains("Grace is typing…", StringComparison.Ordinal));

        App.Node.Send(grace.Pid, new ChatLive.StoppedTyping());

        await ada.WaitFor(static html => !html.Contains("typing…", StringComparison.Ordinal));
        Assert.Equal("Hel", grace.Element("#composer textarea").Text);
    }

    [Fact]
    public async Task Who_has_gone_does_not_type()
    {
        await using var ada = await Enter("Ada");
        var grace = await Enter("Grace");
        await grace.Form("#composer", ("message[body]", "Hel")).Change();
        await ada.WaitFor(static html => html.Contains("Grace is typing…", StringComparison.Ordinal));

        await Kill(grace);

        await ada.WaitFor(static html => !html.Contains("typing…", StringComparison.Ordinal) && !html.Contains("<bdi>Grace</bdi>", StringComparison.Ordinal));
    }
}
