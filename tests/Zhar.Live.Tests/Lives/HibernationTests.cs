using Microsoft.Extensions.Time.Testing;

namespace Zhar.Live.Tests.Lives;

/// <summary>A page that nobody touches frees what can be made again, and nobody notices.</summary>
public sealed class HibernationTests
{
    [Fact]
    public async Task A_page_without_messages_hibernates_and_wakes_up_as_it_was()
    {
        var clock = new FakeTimeProvider();
        await using var app = await LifeApp.Start(clock);
        var page = await app.App.Open("/hall");
        await page.Event("step");
        Assert.NotEqual("hibernating", Status(page.Pid));

        await Eventually.True(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Status(page.Pid) == "hibernating";
        });

        Assert.Equal("""{"diff":{"0":"2"}}""", (await page.Event("step")).Payload.GetRawText());
        Assert.Equal("<p>hall 2</p>", page.Content);
    }

    [Fact]
    public async Task A_page_that_is_used_stays_awake()
    {
        var clock = new FakeTimeProvider();
        await using var app = await LifeApp.Start(clock);
        var page = await app.App.Open("/hall");

        for (var i = 1; i <= 30; i++)
        {
            clock.Advance(LifeEndpoint.HibernateAfter / 4);
            await page.Event("step");
            await page.Channel.Settle();
            Assert.NotEqual("hibernating", Status(page.Pid));
        }
    }

    private static string? Status(Pid pid) => Process.Info(pid)?.Status;
}
