using Zhar.Live.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The key-value store: what it has answered is there, whatever happens.</summary>
public sealed class StoreTests : ShowcaseCase
{
    [Fact]
    public async Task What_one_window_puts_the_other_shows_and_deletes()
    {
        await using var one = await Live("/kv");
        await using var other = await Live("/kv");

        await Put(one, "colour", "amber & <red>");

        await other.WaitFor(html => html.Contains("amber &amp; &lt;red&gt;", StringComparison.Ordinal));
        await other.Element("button[aria-label='Delete colour']").Click();
        await one.WaitFor(html => !html.Contains("colour", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crash_and_a_restart_lose_nothing()
    {
        await using (var page = await Live("/kv"))
        {
            await Put(page, "a", "1");
            await Put(page, "a", "2");
            var pid = page.Element("#store-pid").Text;
            await page.Element("button", "Crash the store").Click();
            await page.WaitFor(html => !html.Contains(System.Net.WebUtility.HtmlEncode(pid), StringComparison.Ordinal));
            Assert.Equal(["2"], page.Texts("#entries dd:first-of-type"));
            await Put(page, "b", "3");
        }

        await Restart();

        await using var after = await Live("/kv");
        Assert.Equal(["a", "b"], after.Texts("#entries dt"));
    }

    [Theory]
    [InlineData("", "x", "can't be blank")]
    [InlineData("k", "", "can't be blank")]
    [InlineData("a key of more than sixty characters, which is more than there is room for", "x", "should be at most 60 character(s)")]
    public async Task What_is_wrong_is_said_and_what_was_typed_stays(string key, string value, string error)
    {
        await using var page = await Live("/kv");

        await page.Form("#put", ("entry[key]", key), ("entry[value]", value)).Submit();

        Assert.Contains(error, page.Text, StringComparison.Ordinal);
        Assert.Equal(key, page.Element("#entry_key")["value"] ?? "");
        Assert.Equal(0, page.Count("#entries dt"));
    }

    private static async Task Put(LiveTestView page, string key, string value) => await page.Form("#put", ("entry[key]", key), ("entry[value]", value)).Submit();
}
