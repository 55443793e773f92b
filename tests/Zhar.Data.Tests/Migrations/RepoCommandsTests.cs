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
                data.Add(command, "sqlite:/proc/x.db", "cannot");
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
}
