using Zhar.Live.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Docs.Tests.Tutorial4;

public sealed class LivePagesTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<Application, MyEndpoint>([new("DATABASE_URL", $"sqlite:{_file}")]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_one_says_the_others_see()
    {
        await using var ada = await _app.Conn().Live("/chat/general");
        await using var grace = await _app.Conn().Live("/chat/general");

        await ada.Form("#say", ("message", "Hello <b>all</b>")).Submit();
        await grace.WaitFor(html => html.Contains("Hello"));

        Assert.EndsWith("Anonymous Hello <b>all</b>", grace.Element("#messages li").Text);
    }
}

/// <summary>What else the page says.</summary>
public sealed class Tutorial4Tests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-docs-").FullName;
    private ConnTest _app = null!; // set before any test

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<Application, MyEndpoint>([new("DATABASE_URL", $"sqlite:{Path.Combine(_folder, "my_app.db")}")]);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_counter_counts_in_its_first_html_and_when_connected()
    {
        await using var page = await _app.Conn().Live("/counter");

        await page.Element("button[phx-click=increment]").Click();
        await page.Element("button", "+10").Click();

        Assert.Contains("<output id=\"count\">0</output>", page.DeadHtml, StringComparison.Ordinal);
        Assert.Equal("11", page.Element("#count").Text);
    }

    [Fact]
    public async Task A_form_says_what_is_wrong_while_it_is_filled_in()
    {
        await using var page = await _app.Conn().Live("/sign-up");

        await page.Form("#user", ("user[name]", "Ada"), ("user[email]", "ada")).Change();
        Assert.Equal("has invalid format", page.Element(".field-error").Text);
        await page.Form("#user", ("user[name]", "Ada"), ("user[email]", "ada@example.org")).Change();
        Assert.False(page.Has(".field-error"));

        await page.Form("#user", ("user[name]", "Ada"), ("user[email]", "ada@example.org")).Submit();
        await using var users = await page.FollowNavigate();
        Assert.Contains("Welcome, Ada.", users.Text, StringComparison.Ordinal);
        Assert.Equal("Ada", users.Element("#users li").Text);
    }

    [Fact]
    public async Task The_address_says_what_is_searched_for()
    {
        await using var page = await _app.Conn().Live("/users?q=nobody");
        Assert.Equal("nobody", page.Element("[name=q]")["value"]);

        await page.Form("#search", ("q", "a b")).Change();

        await page.AssertPatch("/users?q=a%20b");
        Assert.Equal("a b", page.Element("[name=q]")["value"]);
    }

    [Fact]
    public async Task Who_has_no_name_is_asked_for_it()
    {
        var (_, navigation) = await _app.Conn().TryLive("/rooms/general");

        Assert.Equal("/", navigation?.To);
    }

    [Fact]
    public async Task A_room_keeps_what_was_said_and_shows_who_is_there()
    {
        await using var ada = await Room("Ada");
        await using var grace = await Room("Grace");
        await ada.WaitFor(static html => html.Contains("Ada, Grace", StringComparison.Ordinal));

        await ada.Form("form", ("message[body]", new string('x', 2001))).Submit();
        Assert.Equal("should be at most 2000 character(s)", ada.Element(".field-error").Text);
        await ada.Form("form", ("message[body]", "Kept")).Submit();
        await grace.WaitFor(static html => html.Contains("Kept", StringComparison.Ordinal));

        await using var later = await Room("Alan");
        Assert.Equal("Ada Kept", later.Element("#messages li").Text);
        Assert.Equal("", ada.Element("form input")["value"] ?? "");
    }

    private async Task<LiveTestView> Room(string name)
    {
        var gate = await _app.Conn().Get("/");
        var token = System.Text.RegularExpressions.Regex.Match(gate.HtmlResponse(), "name=\"_csrf_token\" value=\"([^\"]+)\"").Groups[1].Value;
        return await (await gate.Post("/session", Params.Of(("_csrf_token", token), ("name", name)))).Live("/rooms/general");
    }
}
