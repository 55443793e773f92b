using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Playhouse.Data;

namespace Zhar.Live.Brownfield.Tests;

/// <summary>What was there before answers as it did: each test asks the program with live seats and without them, and compares.</summary>
public sealed class SameAnswersTests : IAsyncLifetime
{
    private RunningSite _before = null!; // set before any test
    private RunningSite _after = null!;

    public async ValueTask InitializeAsync()
    {
        _before = await RunningSite.Start(hasLiveSeats: false);
        _after = await RunningSite.Start(hasLiveSeats: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _before.DisposeAsync();
        await _after.DisposeAsync();
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/login", 200)]
    [InlineData("/bookings", 302)]
    [InlineData("/api/shows", 200)]
    [InlineData("/health", 200)]
    [InlineData("/error", 500)]
    [InlineData("/site.css", 200)]
    [InlineData("/shows/99", 404)]
    [InlineData("/nowhere", 404)]
    [InlineData("/live", 404)]
    public async Task A_route_answers_as_before(string path, int status)
    {
        var (before, after) = await Both(b => b.Get(path));

        Assert.Equal(status, before.Status);
        Assert.Contains("X-Correlation-Id: the-same", before.Headers);
        Assert.Equal(before.ToString(), after.ToString());
    }

    [Fact]
    public async Task Logging_in_booking_and_logging_out_go_as_before()
    {
        var (before, after) = await Both(async browser =>
        {
            List<Answer> answers = [await browser.LogIn("Ada"), await browser.Get("/"), await browser.Get("/bookings")];
            await browser.Get("/shows/1");
            answers.Add(await browser.Post("/shows/1", ("Seat", "B3")));
            answers.Add(await browser.Get("/bookings"));
            answers.Add(await browser.Get("/api/shows"));
            answers.Add(await browser.Post("/login?handler=Out"));
            answers.Add(await browser.Get("/bookings"));
            return string.Join("\n\n", answers);
        });

        Assert.Contains("Seat B3", before, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_form_without_its_token_and_a_wrong_password_are_refused_as_before()
    {
        var (before, after) = await Both(async browser =>
        {
            var forged = await browser.Post("/login", ("Name", "Ada"), ("Password", "correct horse"));
            await browser.LogIn("Ada");
            await browser.Post("/login?handler=Out");
            await browser.Get("/login");
            return (forged.Status, Wrong: (await browser.Post("/login", ("Name", "Ada"), ("Password", "another horse"))).ToString());
        });

        Assert.Equal(400, before.Status);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task The_page_that_has_the_live_view_is_the_same_around_it()
    {
        var (before, after) = await Both(async browser =>
        {
            await browser.LogIn("Ada");
            return await browser.Get("/shows/1");
        });

        var page = new HtmlParser().ParseDocument(after.Body);
        Assert.Equal("seats", page.QuerySelector("[data-phx-session]")?.Id);
        foreach (var added in page.QuerySelectorAll("[data-phx-session], meta[name=csrf-token], head script").ToList())
            added.Remove();
        Assert.Equal(Words(new HtmlParser().ParseDocument(before.Body)), Words(page));
        Assert.Equal(before.Status, after.Status);
    }

    [Fact]
    public void All_routes_are_there_in_the_same_order_and_one_more()
    {
        static List<string> Routes(RunningSite site) => [.. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(static e => $"{e.Order} {e.RoutePattern.RawText} {e.DisplayName}")];
        var (before, after) = (Routes(_before), Routes(_after));

        Assert.NotEmpty(before);
        Assert.Equal(before, after.Where(before.Contains));
        Assert.Equal("/zhar/{**path}", Assert.Single(after.Except(before)).Split(' ')[1]);
    }

    [Fact]
    public async Task The_migrations_and_the_tables_are_the_same()
    {
        var (before, after) = (await Schema(_before), await Schema(_after));

        Assert.Contains(before, static line => line.Contains("20260118160000_AddShows", StringComparison.Ordinal));
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task The_model_has_no_change_that_a_migration_lacks()
    {
        foreach (var site in (RunningSite[])[_before, _after])
        {
            await using var scope = site.Services.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<PlayhouseContext>().Database;

            Assert.False(database.HasPendingModelChanges());
            Assert.Empty(await database.GetPendingMigrationsAsync());
        }
    }

    private async Task<(T Before, T After)> Both<T>(Func<Browser, Task<T>> visit)
    {
        using var before = _before.Open();
        using var after = _after.Open();
        return (await visit(before), await visit(after));
    }

    /// <summary>The markup as the parser sees it, with white space collapsed.</summary>
    private static string Words(IDocument page) => string.Join(' ', page.DocumentElement.OuterHtml.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<List<string>> Schema(RunningSite site)
    {
        await using var connection = new SqliteConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL UNION ALL SELECT MigrationId || ' ' || ProductVersion FROM __EFMigrationsHistory ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
