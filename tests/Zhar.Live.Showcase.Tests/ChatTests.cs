using Zhar.Live.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The chat under the names that the showcase gives.</summary>
public sealed class ChatTests : ShowcaseCase
{
    [Fact]
    public async Task Two_windows_hear_each_other_and_the_words_outlive_a_restart()
    {
        var browser = await SignedUp();
        await using (var one = await browser.Live("/chat/otp"))
        await using (var other = await Live("/chat/otp"))
        {
            await other.WaitFor(_ => other.Texts("#people li").Any(static p => p.Contains("Grace Murray", StringComparison.Ordinal)));
            await one.Form("#composer", ("message[body]", "Not one of us has.")).Submit();
            await other.WaitFor(html => html.Contains("Not one of us has.", StringComparison.Ordinal));
        }

        await Restart();

        Assert.Contains("Not one of us has.", (await Browser().Get("/chat/otp")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_the_chat_is_cut()
    {
        var browser = await SignedUp("Somebody with rather a lot of names, one after the other");

        await using var page = await browser.Live("/chat/general");

        Assert.Contains("Somebody with rather a lot of", page.Text, StringComparison.Ordinal);
    }
}
