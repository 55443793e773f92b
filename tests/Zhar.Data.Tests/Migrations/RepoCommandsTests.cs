using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data.Migrations;
using Zhar.Data.Tests.Repos;

namespace Zhar.Data.Tests.Migrations;

public sealed class RepoCommandsTests
{
    public static TheoryData<string, string, string> WrongSettings()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var command in (string[])["migrate", "rollback", "migrations", "db.create", "db.seed"])
        {
            data.Add(command, "oracle://localhost/x", "no adapter for 'oracle'");
            data.Add(command, "my_app.db", "it has no scheme");
            if (command != "db.seed") // without seeds the database is not asked
                data.Add(command, "sqlite:/proc/x.db", command is "rollback" or "migrations" ? "There is no" : "cannot");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public async Task A_wrong_setting_is_a_message_and_no_crash(string command, string url, string why)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(RepoConfiguration.UrlKey, url)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRepo<TestRepo>(configuration).BuildServiceProvider();
        var all = new HostCommands().Repo<TestRepo>().All;

        var failure = await Assert.ThrowsAsync<HostCommandException>(() => all.Single(c => c.Name == command).Run(new HostCommandContext(services, [], TextWriter.Null)));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrations")]
    [InlineData("rollback")]
    public async Task To_look_at_a_database_that_is_not_there_makes_no_file(string command)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"zhar-mistyped-{Guid.NewGuid():N}");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(RepoConfiguration.UrlKey, $"sqlite:{folder}/shop.db")]).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRepo<TestRepo>(configuration).BuildServiceProvider();

        var failure = await Assert.ThrowsAsync<HostCommandException>(() => new HostCommands().Repo<TestRepo>().All.Single(c => c.Name == command).Run(new HostCommandContext(services, [], TextWriter.Null)));

        Assert.Contains("shop.db", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Create it first: zhar db create", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }
}
