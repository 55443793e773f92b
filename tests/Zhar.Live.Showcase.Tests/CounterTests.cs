using Showcase;
using Zhar.Live.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The counter, its crashes, and the pages that look on.</summary>
public sealed class CounterTests : ShowcaseCase
{
    [Fact]
    public async Task All_windows_show_one_count()
    {
        await using var one = await Live("/counter");
        await using var other = await Live("/counter");

        await one.Element("button", "Count up").Click();
        await one.Element("button", "Count up").Click();

        Assert.Equal("2", one.Element("#count").Text);
        await other.WaitFor(html => Count(html) == "2");
        await other.Element("button", "Reset").Click();
        await one.WaitFor(html => Count(html) == "0");
    }

    [Fact]
    public async Task A_crash_is_seen_by_all_ends_no_page_and_starts_from_the_first_state()
    {
        await using var one = await Live("/counter");
        await using var other = await Live("/counter");
        await one.Element("button", "Count up").Click();
        var pid = one.Pid;

        await one.Element("button", "Crash the counter").Click();

        await one.WaitFor(html => html.Contains("pressed Crash.", StringComparison.Ordinal) && html.Contains("has started a new counter", StringComparison.Ordinal) && Count(html) == "0");
        await other.WaitFor(html => html.Contains("has started a new counter", StringComparison.Ordinal) && Count(html) == "0");
        Assert.Equal(pid, one.Pid);
        await one.Element("button", "Count up").Click();
        Assert.Equal("1", one.Element("#count").Text);
    }

    [Fact]
    public async Task The_fourth_crash_in_a_row_ends_the_supervisor_whose_own_starts_it_again()
    {
        await using var page = await Live("/counter");
        var first = await Supervisor();

        for (var i = 1; i <= CounterSupervisor.MostRestarts + 1; i++)
        {
            await page.Element("button", "Crash the counter").Click();
            await page.WaitFor(html => Occurrences(html, "has started a new counter") == i);
        }

        Assert.NotEqual(first, await Supervisor());
        await page.Element("button", "Count up").Click();
        Assert.Equal("1", page.Element("#count").Text);
    }

    [Fact]
    public async Task The_counter_answers_while_all_processors_are_kept_busy()
    {
        await using var page = await Live("/counter");
        for (var i = 0; i <= Hog.Most; i++)
            await page.Element("button", "Hog a processor").Click();

        Assert.Equal($"{Hog.Most} of {Hog.Most}", page.Element("#hogs").Text);
        Assert.Contains("all processors are busy already", page.Html, StringComparison.Ordinal);
        await page.Element("button", "Count up").Click();
        Assert.Equal("1", page.Element("#count").Text);
    }

    private Task<Pid> Supervisor() => App.Node.Run(_ => Task.FromResult(Process.WhereIs(CounterSupervisor.Name)));

    private static string Count(string html) => System.Text.RegularExpressions.Regex.Match(html, "id=\"count\"[^>]*>([^<]*)<").Groups[1].Value;

    private static int Occurrences(string html, string text) => html.Split(text).Length - 1;
}
