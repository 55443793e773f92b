using Showcase;
using ShowcaseWeb;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Live.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The same program on other databases: nothing changes but DATABASE_URL.</summary>
public sealed class DatabasesTests
{
    [Theory]
    [InlineData("ZHAR_POSTGRES_URL")]
    [InlineData("ZHAR_MYSQL_URL")]
    public async Task Every_part_works_on_a_database_server(string variable)
    {
        var server = Environment.GetEnvironmentVariable(variable) ?? "";
        Assert.SkipWhen(server.Length == 0, $"{variable} names no server. ./dev test starts one.");
        var url = new UriBuilder(server) { Path = $"/showcase_{Guid.NewGuid():N}" }.Uri.ToString();
        await using var repo = global::Showcase.Repo.Open(RepoOptions.FromUrl(url));
        await Storage.Create(repo);
        try
        {
            await Use(url);
            await Use(url); // what was stored is no obstacle to another start
        }
        finally
        {
            await Storage.Drop(repo);
        }
    }

    private static async Task Use(string url)
    {
        await using var app = await ConnTest.Start<Application, Endpoint>([new("DATABASE_URL", url), new("Showcase:Migrate", "true")]);
        await using var kv = await app.Conn().Live("/kv");
        foreach (var value in (string[])["1", "zwei — 二 🔥"])
            await kv.Form("#put", ("entry[key]", "a"), ("entry[value]", value)).Submit();
        await kv.Render(); // the change comes as a message of its own
        Assert.Equal(["zwei — 二 🔥"], kv.Texts("#entries dd:first-of-type"));

        await using var board = await app.Conn().Live("/board");
        await board.PushHook("move", Params.Of(("id", "1"), ("lane", "done"), ("before", "5")), "#board");
        await board.Render();
        Assert.Equal(["Drag me to the right", "Start the showcase"], board.Texts("#lane-done .title"));
        await board.Element("#card-2 .title").Click();
        await board.Form("#edit-2", ("title", "Renamed")).Submit();
        await board.Render();
        Assert.True(board.Has("#card-2 .title", "Renamed"));

        await using var post = await app.Conn().Live("/blog/1");
        await post.Form("#comment-form", ("comment[author]", "Ada"), ("comment[body]", "Said")).Submit();
        Assert.Contains("Said", post.Text, StringComparison.Ordinal);

        await using var chat = await app.Conn().Live("/chat/otp");
        await chat.Form("#composer", ("message[body]", "Heard")).Submit();
        await chat.WaitFor(html => html.Contains("Heard", StringComparison.Ordinal));

        Assert.Equal(422, (await app.Conn().Json("POST", "/api/users", """{"user":{"name":"Ada","email":"ada@example.org"}}""")).Status);
        Assert.Equal(3, (await app.Conn().Get("/api/users")).JsonResponse().GetProperty("data").GetArrayLength());
    }
}
