using Zhar.Live.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Views;

/// <summary>Links that find out how they get there, values of a live session, and views without lines in the log.</summary>
public sealed class LinksTests : IAsyncLifetime
{
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<LinksEndpoint>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_link_patches_navigates_or_asks_for_the_page_as_its_address_allows()
    {
        await using var page = await _app.Conn().Live("/links");

        Assert.DoesNotContain("data-phx-link=", page.DeadHtml, StringComparison.Ordinal);
        Assert.Equal(["patch", "patch", "redirect", null, null, null, null], LinksLive.Targets.Select((_, i) => page.Element($"#to-{i}")["data-phx-link"]));
        Assert.Equal(LinksLive.Targets, LinksLive.Targets.Select((_, i) => page.Element($"#to-{i}")["href"]));
    }

    [Fact]
    public async Task A_view_inside_another_one_has_no_address_to_go_from()
    {
        await using var page = await _app.Conn().Live("/links");

        Assert.Equal("0 Href", page.Child("inner").Element("#count").Text);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com")]
    [InlineData("/\\example.com")]
    [InlineData("links")]
    public void Only_a_path_of_this_site_has_a_way(string to) =>
        Assert.Throws<ArgumentException>(() => CoreComponents.LiveLink(new LiveSocket(null!, null!, "x"), $"x", to));

    [Fact]
    public async Task A_view_may_leave_no_lines_in_the_log()
    {
        await using var quiet = await _app.Conn().Live("/quiet");
        await quiet.Element("#count").Click();
        await using var loud = await _app.Conn().Live("/tenant");

        Assert.DoesNotContain(_app.Log.Entries, static e => (e.Message.StartsWith("MOUNT", StringComparison.Ordinal) || e.Message.StartsWith("HANDLE EVENT", StringComparison.Ordinal)) && e.Message.Contains(nameof(QuietLive), StringComparison.Ordinal));
        Assert.Equal(2, _app.Log.Entries.Count(static e => e.Message.StartsWith("MOUNT", StringComparison.Ordinal) && e.Message.Contains(nameof(TenantLive), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Values_of_a_live_session_may_come_from_the_request_and_travel_with_the_page()
    {
        await using var page = await _app.Conn().Live("/tenant?tenant=acme");
        Assert.Contains("acme paid False", page.DeadHtml, StringComparison.Ordinal);
        Assert.Equal("acme paid True", page.Element("#who").Text);

        await page.Element("button").Click();
        await using var next = await page.FollowNavigate();

        Assert.Equal("other acme paid", next.Element("#who").Text);
    }
}
