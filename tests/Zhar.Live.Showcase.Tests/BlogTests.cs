using Zhar.Live.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The blog and its windows.</summary>
public sealed class BlogTests : ShowcaseCase
{
    [Fact]
    public async Task A_comment_appears_in_every_window()
    {
        await using var list = await Live("/blog");
        await using var reader = await Live("/blog/2");
        await using var writer = await Live("/blog/2");

        await writer.Form("#comment-form", ("comment[author]", "Barbara"), ("comment[body]", "Nice <script>alert(1)</script>")).Submit();

        await reader.WaitFor(html => html.Contains("Nice &lt;script&gt;alert(1)&lt;/script&gt;", StringComparison.Ordinal));
        await list.WaitFor(_ => list.Element("#post-2 .meta").Text.Contains("1 comment", StringComparison.Ordinal));
        Assert.Equal(1, writer.Count("#comments li"));
        Assert.Equal("", writer.Element("#comment_body").Text);
    }

    [Fact]
    public async Task What_is_wrong_with_a_comment_is_said_while_it_is_typed()
    {
        await using var page = await Live("/blog/1");

        await page.Form("#comment-form", ("comment[author]", new string('x', 81)), ("comment[body]", "text")).Change();

        Assert.Contains("should be at most 80 character(s)", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_needs_somebody_who_is_logged_in() => Assert.Equal("/login", (await Browser().Get("/blog/new")).RedirectedTo());

    [Fact]
    public async Task A_post_is_written_appears_everywhere_and_is_changed_and_deleted_by_its_writer()
    {
        await using var list = await Live("/blog");
        var browser = await SignedUp();
        await using var form = await browser.Live("/blog/new");

        await form.Form("#post-form", ("post[title]", "Supervision"), ("post[body]", "One.\n\nTwo.")).Submit();
        await form.AssertNavigate("/blog/3");
        await list.WaitFor(html => html.Contains("Supervision", StringComparison.Ordinal));

        await using var reader = await Live("/blog/3");
        Assert.False(reader.Has("button", "Delete"));
        await using (var edit = await browser.Live("/blog/3/edit"))
        {
            await edit.Form("#post-form", ("post[title]", "Supervision trees"), ("post[body]", "One.")).Submit();
            await edit.AssertNavigate("/blog/3");
        }

        await reader.WaitFor(_ => reader.Has("h1", "Supervision trees"));
        await using var mine = await browser.Live("/blog/3");
        await mine.Element("button", "Delete").Click();
        await reader.WaitFor(html => html.Contains("This post was deleted meanwhile.", StringComparison.Ordinal));
        await list.WaitFor(html => !html.Contains("Supervision trees", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_else_edits_a_post() => Assert.Equal("/blog/1", (await (await SignedUp()).Get("/blog/1/edit")).RedirectedTo());

    [Fact]
    public async Task What_was_typed_into_a_post_outlives_the_page_that_shows_it()
    {
        var browser = await SignedUp();
        await using var page = await browser.Live("/blog/new");

        await page.Form("#post-form", ("post[title]", ""), ("post[body]", "A long text")).Submit();

        Assert.Contains("can't be blank", page.Text, StringComparison.Ordinal);
        Assert.Equal("A long text", page.Element("#post_body").Text);
    }
}
