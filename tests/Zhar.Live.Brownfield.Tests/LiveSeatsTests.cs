using Microsoft.Extensions.DependencyInjection;
using Playhouse.Live;

namespace Zhar.Live.Brownfield.Tests;

/// <summary>What the application has gained.</summary>
public sealed class LiveSeatsTests : IAsyncLifetime
{
    private RunningSite _site = null!; // set before any test

    public async ValueTask InitializeAsync() => _site = await RunningSite.Start(hasLiveSeats: true);

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task The_first_page_has_the_plan_as_plain_markup()
    {
        using var browser = _site.Open();

        var page = await browser.Get("/shows/1");

        Assert.Contains("aria-label=\"Seat A1, free\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: must-revalidate, max-age=0, private", page.Headers);
        foreach (var file in (string[])["phoenix", "phoenix_live_view", "core"])
            Assert.Contains($"\"/zhar/live/{file}-", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_logged_in_by_cookie_holds_a_seat_under_that_name_and_all_others_see_it()
    {
        using var ada = _site.Open();
        using var visitor = _site.Open();
        await ada.LogIn("Ada");
        using var hers = await ada.Connect(await ada.Get("/shows/1"));
        using var theirs = await visitor.Connect(await visitor.Get("/shows/1"));

        await hers.Click("press", ("seat", "A1"));

        await hers.Hears("held by you");
        await theirs.Hears("held by Ada");
    }

    [Fact]
    public async Task Nobody_holds_a_seat_without_a_login()
    {
        using var visitor = _site.Open();
        using var page = await visitor.Connect(await visitor.Get("/shows/1"));

        Assert.Contains("Log in to hold a seat.", await page.Click("press", ("seat", "A1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_is_booked_through_the_context_of_the_application()
    {
        using var ada = _site.Open();
        await ada.LogIn("Ada");
        using var page = await ada.Connect(await ada.Get("/shows/1"));
        await page.Click("press", ("seat", "C4"));

        Assert.Contains("Booked: C4.", await page.Click("book"), StringComparison.Ordinal);
        Assert.Contains("Seat C4", (await ada.Get("/bookings")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_old_form_sells_shows_at_once()
    {
        using var ada = _site.Open();
        using var visitor = _site.Open();
        await ada.LogIn("Ada");
        using var page = await visitor.Connect(await visitor.Get("/shows/1"));
        await ada.Get("/shows/1");

        await ada.Post("/shows/1", ("Seat", "D8"));

        await page.Hears("sold");
    }

    [Fact]
    public async Task A_crash_of_the_process_that_holds_seats_frees_them_and_no_page_notices_more()
    {
        using var ada = _site.Open();
        await ada.LogIn("Ada");
        using var page = await ada.Connect(await ada.Get("/shows/1"));
        await page.Click("press", ("seat", "A2"));
        await page.Hears("You hold A2.");
        page.Forget();

        await _site.Services.GetRequiredService<Node>().Run(static _ =>
        {
            Process.Exit(Process.WhereIs(Holds.Name), ExitReason.Kill);
            return Task.CompletedTask;
        });

        await page.Hears("You hold no seat.");
        await page.Click("press", ("seat", "A3"));
        await page.Hears("You hold A3.");
    }
}
