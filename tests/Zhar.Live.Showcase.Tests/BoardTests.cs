using Showcase;
using Zhar.Live.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The board, for many at once.</summary>
public sealed class BoardTests : ShowcaseCase
{
    [Fact]
    public async Task A_card_is_added_moved_and_removed_in_all_windows()
    {
        await using var one = await Live("/board");
        await using var other = await Live("/board");

        await one.Form("#new-card", ("title", "Water the <plants>")).Submit();
        await other.WaitFor(html => html.Contains("Water the &lt;plants&gt;", StringComparison.Ordinal));
        await other.Element("#lane-todo button[aria-label='Move Water the <plants> to the right']").Click();
        await one.WaitFor(_ => one.Has("#lane-doing .title", "Water the <plants>"));
        await one.Element("button[aria-label='Remove Water the <plants>']").Click();

        await other.WaitFor(html => !html.Contains("plants", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drop_puts_the_card_before_the_one_it_was_dropped_on()
    {
        await using var page = await Live("/board");

        await page.PushHook("move", Params.Of(("id", "3"), ("lane", "todo"), ("before", "1")), "#board");
        Assert.Equal(["Pull the network plug, then go on", "Drag me to the right", "Rename a card in two windows at once"], page.Texts("#lane-todo .title"));

        await page.PushHook("move", Params.Of(("id", "1"), ("lane", "done"), ("before", null)), "#board");
        Assert.Equal(["Start the showcase", "Drag me to the right"], page.Texts("#lane-done .title"));

        await Restart();
        await using var after = await Live("/board");
        Assert.Equal(["Start the showcase", "Drag me to the right"], after.Texts("#lane-done .title"));
    }

    [Theory]
    [InlineData("999", "done", null)]
    [InlineData("1", "nowhere", null)]
    [InlineData("1", "todo", "1")]
    public async Task A_drop_that_makes_no_sense_changes_nothing(string id, string lane, string? before)
    {
        await using var page = await Live("/board");
        var cards = page.Texts(".title");

        await page.PushHook("move", Params.Of(("id", id), ("lane", lane), ("before", before)), "#board");

        Assert.Equal(cards, page.Texts(".title"));
    }

    [Fact]
    public async Task Whoever_saves_second_sees_both_titles_and_loses_none()
    {
        await using var one = await Live("/board");
        await using var other = await Live("/board");
        await one.Element("#card-1 .title").Click();
        await other.Element("#card-1 .title").Click();

        await one.Form("#edit-1", ("title", "Mine")).Submit();
        await other.Form("#edit-1", ("title", "Theirs")).Submit();

        Assert.Contains("It reads now: Mine.", other.Text, StringComparison.Ordinal);
        Assert.Equal("Theirs", other.Element("#title-1").Text);
        Assert.Equal("Mine", one.Element("#card-1 .title").Text);
        await other.Form("#edit-1", ("title", "Theirs")).Submit();
        await one.WaitFor(_ => one.Has("#card-1 .title", "Theirs"));
    }

    [Fact]
    public async Task Many_who_move_and_add_at_once_lose_no_card()
    {
        const int People = 12;
        await App.Node.Run(async _ =>
        {
            Board.Ref board = Board.Name;
            var tasks = new List<ProcessTask<Unit>>();
            for (var i = 0; i < People; i++)
            {
                var person = i;
                tasks.Add(ProcessTask.Async(async () =>
                {
                    await board.Add("todo", Params.Of(("title", $"Card {person}")));
                    for (var step = 0; step < 5; step++)
                        await board.Move(1 + ((person + step) % 5), Board.Lanes[(person + step) % 3].Name, 1 + ((person * step) % 5));
                }));
            }

            foreach (var task in tasks)
                await task.Await();
        });

        await using var page = await Live("/board");
        Assert.Equal(5 + People, page.Texts(".title").Distinct().Count());
        foreach (var (lane, _) in Board.Lanes)
        {
            var places = (await App.Node.Run(async _ => await ((Board.Ref)Board.Name).List())).Where(c => c.Lane == lane).Select(c => c.Position).Order().ToList();
            Assert.Equal(Enumerable.Range(0, places.Count), places);
        }
    }

    [Fact]
    public async Task Who_looks_on_and_who_edits_is_seen()
    {
        await using var one = await Live("/board");
        await one.WaitFor(_ => one.Count("#people li") == 1);
        await using (var other = await Live("/board"))
        {
            await one.WaitFor(_ => one.Count("#people li") == 2);
            await other.Element("#card-2 .title").Click();
            await one.WaitFor(_ => one.Has("#card-2 .editing"));
        }

        await one.WaitFor(_ => one.Count("#people li") == 1 && !one.Has(".editing"));
    }

    [Fact]
    public async Task A_crash_of_the_board_leaves_the_pages_and_the_cards()
    {
        await using var page = await Live("/board");
        await page.Form("#new-card", ("title", "Still here")).Submit();
        var before = await App.Node.Run(_ => Task.FromResult(Process.WhereIs(Board.Name)));

        await App.Node.Run(async _ =>
        {
            var down = Process.Monitor(before);
            ((Board.Ref)Board.Name).Crash("A test");
            await Process.Receive<Down>(down);
        });

        // Until the supervisor has started another board, the page says so and keeps what was typed.
        for (var i = 0; i < 100 && !page.Has(".title", "And again"); i++)
            await page.Form("#new-card", ("title", "And again")).Submit();
        Assert.Contains("Still here", page.Texts(".title"));
        Assert.Contains("And again", page.Texts(".title"));
    }
}
