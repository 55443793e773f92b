using Microsoft.AspNetCore.Http;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>What a request tells a controller, and what can be set on it.</summary>
public sealed class ConnTests
{
    [Fact]
    public async Task A_request_knows_its_action_its_path_and_its_url()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = (await app.Conn().Get("/users/1?a=b%20c")).Conn;

        Assert.Equal(("Show", typeof(UserController)), (conn.ActionName, conn.ControllerType));
        Assert.Equal("/users/1?page=2", conn.CurrentPathWith([("page", 2)]));
        Assert.Equal("/users/1", conn.CurrentPathWith([]));
        Assert.Equal("https://shop.example/users/1?page=2", conn.CurrentUrlWith([("page", 2)]));
    }

    [Fact]
    public void A_format_is_chosen_or_the_request_is_refused()
    {
        var conn = new DefaultHttpContext();
        conn.Request.Headers.Accept = "application/json";

        Assert.Equal("json", conn.Accepts("html", "json").Format);
        Assert.Throws<NotAcceptableException>(() => conn.Accepts("html"));
        Assert.Equal("csv", conn.PutFormat("csv").Format);
    }

    [Fact]
    public async Task Another_view_draws_what_an_action_renders()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Prepare(static c => c.PutView(new Loud())).Get("/users/1");

        Assert.Equal("LOUD Show 1", conn.TextResponse());
    }

    private sealed class Loud : ViewTable
    {
        public override string Name => "Loud";

        public override IReadOnlyList<string> Formats(string view, int count) => ["text"];

        public override ViewBody Draw(HttpContext conn, string view, string format, in ViewArguments arguments) => ViewBody.Text($"LOUD {view} {arguments.Count}");
    }
}
