using Showcase;
using ShowcaseWeb;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Web.Testing;

namespace Zhar.Live.Showcase.Tests;

/// <summary>What somebody reads who starts the showcase without what it needs.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-showcase-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Missing_migrations_are_named_with_the_command_that_runs_them()
    {
        var error = await Assert.ThrowsAsync<ApplicationStartException>(() => Start($"sqlite:{Path.Combine(_folder, "empty.db")}"));

        Assert.Contains("The database lacks 3 migrations: CreateRooms, CreateUsers, CreateParts.", error.Message, StringComparison.Ordinal);
        Assert.Contains("./dev run migrate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite:/no/such/folder/showcase.db", "the folder must exist and be writable")]
    [InlineData("oracle://localhost/showcase", "has no adapter for 'oracle'")]
    [InlineData("postgres://nobody@localhost:1/showcase", "Check Hostname, Port, Database, Username and Password (or DATABASE_URL)")]
    public async Task A_database_that_cannot_be_reached_is_named_with_what_to_check(string url, string advice) =>
        Assert.Contains(advice, (await Assert.ThrowsAsync<ApplicationStartException>(() => Start(url))).Message, StringComparison.Ordinal);

    private static async Task Start(string url)
    {
        var app = await ConnTest.Start<Application, Endpoint>([new("DATABASE_URL", url)]);
        await app.DisposeAsync();
    }
}
